import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

/**
 * The button that prints the page; it is shown only where it works.
 */
export class PrintButton extends Interaction {
    static selector = ".o_lab_print";
    dynamicContent = {
        _root: {
            "t-on-click": () => window.print(),
            "t-att-class": () => ({ "d-none": false }),
        },
    };
}

registry.category("public.interactions").add("lab_complaint_report.print_button", PrintButton);
