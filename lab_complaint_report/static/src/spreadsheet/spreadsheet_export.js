import { Component, onWillStart } from "@odoo/owl";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { _t } from "@web/core/l10n/translation";
import { download } from "@web/core/network/download";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { patch } from "@web/core/utils/patch";
import { STATIC_ACTIONS_GROUP_NUMBER } from "@web/search/action_menus/action_menus";
import { KanbanController } from "@web/views/kanban/kanban_controller";
import { ListController } from "@web/views/list/list_controller";

const TABLES = {
    "lab.complaint": "register",
    "lab.complaint.analysis": "analysis",
};
const VIEWS = ["graph", "kanban", "list", "pivot"];

async function isOffered(resModel) {
    return (
        resModel in TABLES &&
        ((await user.hasGroup("lab_complaint.group_officer")) ||
            (await user.hasGroup("lab_complaint.group_auditor")))
    );
}

/** Save the cases of a filter as a spreadsheet; the server says what the user may read. */
async function exportTable(services, resModel, domain) {
    const close = services.notification.add(
        _t("The spreadsheet is being written. It is saved when it is complete."),
        { sticky: true, type: "info" }
    );
    try {
        await download({
            url: `/lab_complaint_report/spreadsheet/${TABLES[resModel]}`,
            data: { data: JSON.stringify({ domain, context: user.context }) },
        });
    } finally {
        close();
    }
}

/** The item in the cog menu: everything that the filter finds, on whatever page. */
export class SpreadsheetExport extends Component {
    static template = "lab_complaint_report.SpreadsheetExport";
    static components = { DropdownItem };
    static props = {};

    exportAll() {
        const { resModel, domain } = this.env.searchModel;
        return exportTable(this.env.services, resModel, domain);
    }
}

registry.category("cogMenu").add(
    "lab-complaint-spreadsheet-export",
    {
        Component: SpreadsheetExport,
        groupNumber: STATIC_ACTIONS_GROUP_NUMBER,
        isDisplayed: ({ config, searchModel }) =>
            VIEWS.includes(config.viewType) && isOffered(searchModel?.resModel),
    },
    { sequence: 11 }
);

/** The same among the actions on records that are selected. */
const withExport = () => ({
    setup() {
        super.setup(...arguments);
        onWillStart(async () => {
            this.isSpreadsheetOffered = await isOffered(this.props.resModel);
        });
    },
    getStaticActionMenuItems() {
        return {
            ...super.getStaticActionMenuItems(),
            complaintSpreadsheet: {
                isAvailable: () => this.isSpreadsheetOffered,
                sequence: 11,
                icon: "fa fa-file-excel-o",
                description: _t("Export as Spreadsheet (XLSX)"),
                callback: () => this.exportSelected(),
            },
        };
    },
    exportSelected() {
        const { domain, isDomainSelected, resModel, selection } = this.model.root;
        const chosen = [["id", "in", selection.map((record) => record.resId)]];
        return exportTable(this.env.services, resModel, isDomainSelected ? domain : chosen);
    },
});
patch(ListController.prototype, withExport());
patch(KanbanController.prototype, withExport());
