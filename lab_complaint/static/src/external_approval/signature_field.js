import { Component, onMounted, onWillUnmount, useRef, useState, xml } from "@odoo/owl";
import { NameAndSignature } from "@web/core/signature/name_and_signature";
import { registry } from "@web/core/registry";
import { _t } from "@web/core/l10n/translation";

/**
 * Odoo's drawn signature as a field of an ordinary form: posted with it as base64 of a PNG.
 */
export class SignatureField extends Component {
    static template = xml`
        <div t-ref="root">
            <NameAndSignature signature="signature" noInputName="true" mode="'draw'" fontColor="'black'"/>
            <input type="hidden" name="signature"/>
            <div t-if="state.missing" class="alert alert-danger mt-2" role="alert" t-out="message"/>
        </div>`;
    static components = { NameAndSignature };
    static props = {};

    setup() {
        this.root = useRef("root");
        this.state = useState({ missing: false });
        this.message = _t("Draw your signature.");
        this.signature = useState({
            name: "",
            isSignatureEmpty: true,
            getSignatureImage: () => "",
            resetSignature: () => {},
        });
        const onSubmit = (event) => this.onSubmit(event);
        onMounted(() => {
            this.form = this.root.el.closest("form");
            this.form.addEventListener("submit", onSubmit);
        });
        onWillUnmount(() => this.form.removeEventListener("submit", onSubmit));
    }

    onSubmit(event) {
        this.state.missing = this.signature.isSignatureEmpty;
        if (this.state.missing) {
            event.preventDefault();
            return;
        }
        const image = this.signature.getSignatureImage().split(",")[1] || "";
        this.root.el.querySelector("input[name='signature']").value = image;
    }
}

registry.category("public_components").add("lab_complaint.signature_field", SignatureField);
