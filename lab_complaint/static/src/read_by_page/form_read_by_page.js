import { omit, pick } from "@web/core/utils/objects";
import { registry } from "@web/core/registry";
import { createElement } from "@web/core/utils/xml";
import { FormCompiler } from "@web/views/form/form_compiler";
import { FormController } from "@web/views/form/form_controller";
import { FormRenderer } from "@web/views/form/form_renderer";
import { formView } from "@web/views/form/form_view";
import { useSubEnv } from "@odoo/owl";
import { fieldsOf, fieldsOfLaterPages } from "./fields_of_pages";
import { OpenedPage } from "./opened_page";

/**
 * A form with many pages, most of which are not looked at: a page is read when it is opened, and
 * from then on with each save. A new record has all its fields at once, for their defaults.
 */
export class ReadByPageController extends FormController {
    setup() {
        this.unread = fieldsOfLaterPages(this.props.archInfo.xmlDoc);
        super.setup();
        useSubEnv({ readFields: (names) => this.readFields(names) });
    }

    onWillLoadRoot(config) {
        super.onWillLoadRoot(config);
        this.allFields ||= config.activeFields;
        config.activeFields = config.resId
            ? omit(this.allFields, ...this.unread)
            : this.allFields;
    }

    /** Reads further fields of the record that is shown; what was changed in it stays changed. */
    readFields(names) {
        const { model } = this;
        return model.mutex.exec(async () => {
            const { root } = model;
            names.forEach((name) => this.unread.delete(name));
            const further = names.filter(
                (name) => name in this.allFields && !(name in root.activeFields)
            );
            if (!further.length || !root.resId) {
                return;
            }
            const activeFields = pick(this.allFields, ...further);
            const [values] = await model._loadRecords(
                { ...root.config, activeFields },
                root.evalContext
            );
            model._updateConfig(
                root.config,
                { activeFields: { ...root.activeFields, ...activeFields } },
                { reload: false }
            );
            root._applyValues(values);
        });
    }
}

export class ReadByPageRenderer extends FormRenderer {
    static components = { ...FormRenderer.components, OpenedPage };
}

export class ReadByPageCompiler extends FormCompiler {
    compileNotebook(element, params) {
        const fields = {};
        for (const page of element.children) {
            // Pages without a name, of other add-ons, are read together.
            (fields[page.getAttribute("name") || ""] ||= []).push(...fieldsOf(page));
        }
        const notebook = super.compileNotebook(element, params);
        for (const slot of notebook.querySelectorAll(":scope > t[t-set-slot]")) {
            const name = slot.getAttribute("name").slice(1, -1);
            const page = createElement("OpenedPage", { fields: JSON.stringify(fields[name]) });
            page.append(...slot.childNodes);
            slot.append(page);
        }
        return notebook;
    }
}

registry.category("views").add("lab_complaint_read_by_page", {
    ...formView,
    Controller: ReadByPageController,
    Renderer: ReadByPageRenderer,
    Compiler: ReadByPageCompiler,
});
