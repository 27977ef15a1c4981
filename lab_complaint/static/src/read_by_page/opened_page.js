import { Component, onWillStart, xml } from "@odoo/owl";

/** Content of a page of a notebook, drawn once its fields have been read. */
export class OpenedPage extends Component {
    static template = xml`<t t-if="isRead"><t t-slot="default"/></t>`;
    static props = { fields: Array, slots: Object };

    setup() {
        this.isRead = false;
        onWillStart(async () => {
            try {
                await this.env.readFields(this.props.fields);
                this.isRead = true;
            } catch (error) {
                // The page stays empty, the form stays: what went wrong is told as usual.
                Promise.reject(error);
            }
        });
    }
}
