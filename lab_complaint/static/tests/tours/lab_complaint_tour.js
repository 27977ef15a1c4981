import { registry } from "@web/core/registry";

const SUBJECT = "Values far from last year's";

registry.category("web_tour.tours").add("lab_complaint_log_from_order", {
    steps: () => [
        {
            trigger: "button[name=action_log_complaint]",
            content: "log a complaint about this order",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=customer_id] input:value(Gauge Works)",
            content: "the customer is filled in",
        },
        {
            trigger: ".modal .o_field_widget[name=order_line_ids] .o_tag:contains(Calibration)",
            content: "the items of the order are filled in",
        },
        {
            trigger: ".modal .o_field_widget[name=subject] textarea",
            content: "say what it is about",
            run: `edit ${SUBJECT}`,
        },
        {
            trigger: ".modal .o_field_widget[name=description] textarea",
            content: "write down what the customer says",
            run: "edit Last year 0.2 kPa, now 2 kPa.",
        },
        {
            trigger: ".modal button[name=action_confirm_logged]",
            content: "enter it in the register",
            run: "click",
        },
        {
            trigger: ".o_notification_manager .o_notification:contains(/CP.\\d{4}.00001/)",
            content: "the number is told",
        },
        {
            trigger: "body:not(:has(.modal)) button[name=action_view_complaints]:contains(1)",
            content: "the order shows one open complaint",
            run: "click",
        },
        {
            trigger: `.o_kanban_record:contains(${SUBJECT})`,
            content: "it is in the register",
        },
    ],
});

registry.category("web_tour.tours").add("lab_complaint_drag_to_screening", {
    steps: () => [
        {
            trigger: `.o_kanban_group:has(.o_column_title:contains(Received)) .o_kanban_record:contains(${SUBJECT})`,
            content: "drag the card to the next column",
            run: "drag_and_drop(.o_kanban_group:has(.o_column_title:contains(Screening)):first)",
        },
        {
            trigger: `.o_kanban_group:has(.o_column_title:contains(Screening)) .o_kanban_record:contains(${SUBJECT})`,
            content: "the card is there",
        },
    ],
});
