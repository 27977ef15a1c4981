import { Component, markup, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/**
 * Shows a field of HTML that is costly to compute. It is read when its page is opened and after
 * each change, not with the form: most people who open a case do not look at it.
 */
export class ReadWhenShown extends Component {
    static template = "lab_complaint.ReadWhenShown";
    static props = { ...standardWidgetProps, field: String };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ html: "" });
        useRecordObserver((record, { field }) => this.read(record, field));
    }

    async read(record, field) {
        // Named here to be told when they change.
        const { resId, dirty } = record;
        const isMoved = record.data.stage_id;
        if (!resId || dirty || !isMoved) {
            return;
        }
        const [values] = await this.orm.read(record.resModel, [resId], [field], {
            context: record.context,
        });
        this.state.html = markup(values[field] || "");
    }
}

registry.category("view_widgets").add("lab_complaint_read_when_shown", {
    component: ReadWhenShown,
    extractProps: ({ attrs }) => ({ field: attrs.field }),
});
