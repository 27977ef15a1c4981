import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

/**
 * A form with files for people outside: says what is wrong with a file before anything is sent,
 * is sent once, and is not left by mistake. All of it works without this, too.
 */
export class PublicForm extends Interaction {
    static selector = ".o_lab_complaint_form";
    dynamicContent = {
        _root: {
            "t-on-input": () => (this.isTyped = true),
            "t-on-submit": this.onSubmit,
        },
        _window: {
            "t-on-beforeunload": this.onLeave,
            "t-on-pageshow": this.onShow,
        },
        "input[type=file]": { "t-on-change": this.checkFiles },
    };

    setup() {
        this.isTyped = false;
        this.isSent = false;
        this.files = this.el.querySelector("input[type=file]");
        this.message = this.files.parentElement.querySelector(".invalid-feedback");
    }

    start() {
        // Chosen before this was loaded.
        if (this.files.files.length) {
            this.checkFiles();
        }
    }

    onSubmit(ev) {
        const changesLanguage = ev.submitter?.name === "change_language";
        if (this.isSent || (!changesLanguage && !this.checkFiles())) {
            ev.preventDefault();
            return;
        }
        this.isSent = true;
    }

    onShow(ev) {
        // Back again in the browser.
        if (ev.persisted) {
            this.isSent = false;
        }
    }

    onLeave(ev) {
        if (this.isTyped && !this.isSent) {
            ev.preventDefault();
        }
    }

    checkFiles() {
        const problem = this.problem();
        this.files.classList.toggle("is-invalid", Boolean(problem));
        this.message.textContent = problem;
        if (problem) {
            this.files.scrollIntoView({ block: "center" });
        }
        return !problem;
    }

    problem() {
        const chosen = [...this.files.files];
        if (chosen.length > Number(this.files.dataset.most)) {
            return this.words("most");
        }
        for (const file of chosen) {
            const rule = this.brokenRule(file);
            if (rule) {
                return `${this.words(rule)} ${file.name}`;
            }
        }
        return "";
    }

    brokenRule(file) {
        const kinds = this.files.accept.split(",");
        if (!kinds.some((kind) => file.name.toLowerCase().endsWith(kind))) {
            return "kind";
        }
        if (file.size > Number(this.files.dataset.largest)) {
            return "largest";
        }
        return file.size ? "" : "empty";
    }

    words(rule) {
        return this.files.parentElement.querySelector(`[data-rule=${rule}]`).textContent;
    }
}

/** Print the page, where the browser can. */
export class PrintButton extends Interaction {
    static selector = ".o_lab_complaint_print";
    dynamicContent = {
        _root: {
            "t-on-click": () => window.print(),
            "t-att-class": () => ({ "d-none": false }),
        },
    };
}

registry.category("public.interactions").add("lab_complaint.public_form", PublicForm);
registry.category("public.interactions").add("lab_complaint.print", PrintButton);
