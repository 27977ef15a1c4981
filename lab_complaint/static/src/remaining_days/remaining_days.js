import { registry } from "@web/core/registry";
import { capitalize } from "@web/core/utils/strings";
import {
    RemainingDaysField,
    remainingDaysField,
} from "@web/views/fields/remaining_days/remaining_days_field";

/**
 * Remaining days that are always days. Odoo's own says "Next month" of the day after tomorrow at
 * the end of a month, and "Next year" at the end of a year.
 */
export class LabComplaintRemainingDaysField extends RemainingDaysField {
    get diffString() {
        const day = this.props.record.data[this.props.name];
        if (!day || Math.abs(this.diffDays) > 99) {
            return super.diffString;
        }
        return capitalize(day.toRelativeCalendar({ unit: "days" }));
    }

    /** While the clock stands still, a day that has passed is nobody's fault. */
    get classNames() {
        return this.props.record.data.is_paused ? null : super.classNames;
    }
}

registry.category("fields").add("lab_complaint_remaining_days", {
    ...remainingDaysField,
    component: LabComplaintRemainingDaysField,
});
