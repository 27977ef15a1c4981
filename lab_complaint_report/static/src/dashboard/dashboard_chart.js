import { Component, onWillStart, onWillUnmount, useEffect, useRef } from "@odoo/owl";
import { loadBundle } from "@web/core/assets";

/** A chart with a column for each of its points; a click on a column opens the point's cases. */
export class DashboardChart extends Component {
    static template = "lab_complaint_report.DashboardChart";
    static props = {
        config: Function,
        data: Object,
        label: String,
        open: Function,
        isLarge: { type: Boolean, optional: true },
    };

    setup() {
        this.canvas = useRef("canvas");
        this.chart = null;
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            () => this.draw(),
            () => [this.props.data]
        );
        onWillUnmount(() => this.chart?.destroy());
    }

    draw() {
        this.chart?.destroy();
        const config = this.props.config(this.props.data);
        Object.assign(config.options, {
            animation: false,
            maintainAspectRatio: false,
            interaction: { mode: "index", intersect: false },
            onClick: (_event, elements) => this.select(elements),
            onHover: (event, elements) => {
                event.native.target.style.cursor = elements.length ? "pointer" : "default";
            },
        });
        this.chart = new Chart(this.canvas.el, config);
    }

    select(elements) {
        if (elements.length) {
            this.props.open(this.props.data.points[elements[0].index].action);
        }
    }
}
