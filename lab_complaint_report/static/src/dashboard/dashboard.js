import { Component, onMounted, useRef, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { controlConfig, paretoConfig, percent, rate, trendConfig } from "./chart_configs";
import { DashboardChart } from "./dashboard_chart";

/** The page to open the day with: what waits, and how it goes; each figure opens its cases. */
export class ComplaintDashboard extends Component {
    static template = "lab_complaint_report.Dashboard";
    static components = { DashboardChart, Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.actionService = useService("action");
        this.root = useRef("root");
        this.percent = percent;
        this.rate = rate;
        this.configs = { pareto: paretoConfig, trend: trendConfig, control: controlConfig };
        // Who comes back sees the page as it was, and then as it is now.
        this.state = useState({ data: this.props.state?.data || null, failed: false });
        useSetupAction({
            rootRef: this.root,
            getLocalState: () => ({ data: this.state.data }),
            beforeVisibilityChange: () => document.hidden || this.load(),
        });
        onMounted(() => this.load());
    }

    /** Whether only the control chart is asked for. */
    get isControl() {
        return Boolean(this.props.action.params?.control);
    }

    async load() {
        try {
            this.state.data = await this.orm.call("lab.complaint.statistics", "get_dashboard", []);
            this.state.failed = false;
        } catch (error) {
            this.state.failed = true;
            throw error;
        }
    }

    open(action) {
        return this.actionService.doAction(action);
    }

    openRegister() {
        return this.actionService.doAction("lab_complaint.action_lab_complaint");
    }

    said(figure) {
        return figure.is_share ? percent(figure.value) : figure.value;
    }
}

registry.category("actions").add("lab_complaint_dashboard", ComplaintDashboard);
