const EXPRESSIONS = /^(invisible|column_invisible|readonly|required|domain|context|options|decoration-.+)$/;

/**
 * @param {Element} view arch of a form
 * @returns {Set<string>} fields that a later page of its notebook shows and nothing outside of
 *  that page names: they need not be read before the page is opened
 */
export function fieldsOfLaterPages(view) {
    const found = new Set();
    for (const page of view.querySelectorAll("notebook > page:not(:first-child)")) {
        const named = namesOutside(view, page);
        for (const name of fieldsOf(page)) {
            if (!named.has(name)) {
                found.add(name);
            }
        }
    }
    return found;
}

/**
 * @param {Element} page
 * @returns {string[]} names of the fields of the form that it shows, not those of its lists
 */
export function fieldsOf(page) {
    return [...page.querySelectorAll("field:not(field field)")].map((field) =>
        field.getAttribute("name")
    );
}

function namesOutside(view, page) {
    const named = new Set();
    for (const element of view.querySelectorAll("*")) {
        if (page !== element && page.contains(element)) {
            continue;
        }
        if (element.tagName === "field") {
            named.add(element.getAttribute("name"));
        }
        for (const { name, value } of element.attributes) {
            if (EXPRESSIONS.test(name)) {
                (value.match(/\w+/g) || []).forEach((word) => named.add(word));
            }
        }
    }
    return named;
}
