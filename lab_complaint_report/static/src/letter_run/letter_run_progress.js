import { onMounted, onWillUnmount } from "@odoo/owl";
import { registry } from "@web/core/registry";
import {
    ProgressBarField,
    progressBarField,
} from "@web/views/fields/progress_bar/progress_bar_field";

const EVERY = 2000;

/** Progress of letters that are being written, read anew while they are. */
export class LetterRunProgress extends ProgressBarField {
    setup() {
        super.setup();
        let timer = null;
        onMounted(() => {
            timer = setInterval(() => {
                if (this.props.record.data.state === "running") {
                    this.props.record.load();
                }
            }, EVERY);
        });
        onWillUnmount(() => clearInterval(timer));
    }
}

registry.category("fields").add("lab_complaint_letter_run_progress", {
    ...progressBarField,
    component: LetterRunProgress,
});
