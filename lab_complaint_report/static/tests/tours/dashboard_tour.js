import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("lab_complaint_dashboard", {
    steps: () => [
        {
            trigger: ".o_lab_figure[data-figure=open] .o_lab_value:contains(1)",
            content: "one case is open",
        },
        {
            trigger: ".o_lab_card[data-card=pareto] canvas",
            content: "its category is drawn",
        },
        {
            trigger: ".o_lab_figure[data-figure=open] button",
            content: "open it",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:contains(Values far from last year's)",
            content: "the case is listed",
        },
        {
            trigger: ".breadcrumb-item:contains(Dashboard) a, .o_back_button:contains(Dashboard)",
            content: "go back",
            run: "click",
        },
        {
            trigger: ".o_lab_figure[data-figure=open] .o_lab_value:contains(1)",
            content: "the dashboard is there again",
        },
        {
            trigger: ".o_lab_card[data-card=trend] details summary",
            content: "read a chart as a table",
            run: "click",
        },
        {
            trigger: ".o_lab_card[data-card=trend] details tr:last-child button:contains(1)",
            content: "open the present month",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:contains(Values far from last year's)",
            content: "the case is listed",
        },
    ],
});

registry.category("web_tour.tours").add("lab_complaint_dashboard_empty", {
    steps: () => [
        {
            trigger: ".o_lab_empty:contains(With the first one this page tells you)",
            content: "what will stand here is said",
        },
        {
            trigger: ".o_lab_empty button",
            content: "go on to the register",
            run: "click",
        },
        {
            trigger: ".o_kanban_view",
            content: "the register is open",
        },
    ],
});
