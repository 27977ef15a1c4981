import { registry } from "@web/core/registry";

/** Draw a line with the pen, as the pad understands it. */
function draw(canvas) {
    const area = canvas.getBoundingClientRect();
    const at = (share) => ({
        bubbles: true,
        button: 0,
        buttons: 1,
        cancelable: true,
        clientX: area.left + area.width * share,
        clientY: area.top + area.height * share,
        isPrimary: true,
        pointerId: 1,
        pointerType: "pen",
        pressure: 0.5,
    });
    canvas.dispatchEvent(new PointerEvent("pointerdown", at(0.2)));
    for (const share of [0.3, 0.4, 0.5, 0.6, 0.7]) {
        canvas.dispatchEvent(new PointerEvent("pointermove", at(share)));
    }
    canvas.dispatchEvent(new PointerEvent("pointerup", { ...at(0.8), buttons: 0 }));
}

registry.category("web_tour.tours").add("lab_complaint_external_approval", {
    steps: () => [
        {
            trigger: "h1:contains(Decision on complaint)",
            content: "the case is shown",
        },
        {
            trigger: "canvas.o_web_sign_signature",
            content: "the signature can be drawn",
        },
        {
            trigger: "input#verdict_rejected",
            content: "reject",
            run: "click",
        },
        {
            trigger: "textarea#comment",
            content: "say why",
            run: "edit The extent is not known.",
        },
        {
            trigger: "button:contains(Sign and Send)",
            content: "without signature it is not sent",
            run: "click",
        },
        {
            trigger: ".alert:contains(Draw your signature)",
            content: "and the page says so",
        },
        {
            trigger: "canvas.o_web_sign_signature",
            content: "draw the signature",
            run() {
                draw(this.anchor);
            },
        },
        {
            trigger: "canvas.o_web_sign_signature",
            content: "something is drawn",
            run: "canvasNotEmpty",
        },
        {
            trigger: "button:contains(Sign and Send)",
            content: "send",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: "h1:contains(Thank you)",
            content: "the decision is on record",
        },
    ],
});
