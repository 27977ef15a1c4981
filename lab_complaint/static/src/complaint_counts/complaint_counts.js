import { Component, xml } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const LOGGED = "LAB_COMPLAINT:LOGGED";
const COUNTS = [
    "complaint_count",
    "complaint_next_promise_on",
    "customer_open_complaint_count",
    "open_complaint_count",
];

/**
 * Keeps what a form of an order says of its complaints up to date. Shows nothing itself.
 */
export class ComplaintCounts extends Component {
    static template = xml``;
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        useBus(this.env.bus, LOGGED, () => this.read());
    }

    async read() {
        const { record } = this.props;
        const { resId, resModel, context } = record;
        if (!resId) {
            return;
        }
        const specification = Object.fromEntries(COUNTS.map((name) => [name, {}]));
        const [values] = await this.orm.webRead(resModel, [resId], { specification, context });
        // Not as a change: somebody may be editing the order.
        await record.model.mutex.exec(() => record.resId === resId && record._applyValues(values));
    }
}

registry.category("view_widgets").add("lab_complaint_counts", { component: ComplaintCounts });

/**
 * After a complaint was logged from an order: closes the short form without reading the order
 * again.
 */
registry.category("actions").add("lab_complaint_logged", (env) => {
    env.bus.trigger(LOGGED);
    return { type: "ir.actions.act_window_close", infos: { noReload: true } };
});
