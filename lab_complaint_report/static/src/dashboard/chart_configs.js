import { cookie } from "@web/core/browser/cookie";
import { getColor, getCustomColor } from "@web/core/colors/colors";
import { _t } from "@web/core/l10n/translation";
import { formatFloat } from "@web/views/fields/formatters";

const scheme = cookie.get("color_scheme");
const TEXT = getCustomColor(scheme, "#111827", "#E4E4E4");
const GRID = getCustomColor(scheme, "rgba(0,0,0,.1)", "rgba(255,255,255,.15)");
const BAR = getColor(0, scheme, "sm");
const SIGNAL = getColor(1, scheme, "sm");
const LINE = getCustomColor(scheme, "#343a40", "#e9ecef");
const LIMIT = getCustomColor(scheme, "#6c757d", "#adb5bd");
const LONGEST_LABEL = 18;

/** A share from 0 to 1 as people read it; a dash without a basis. */
export function percent(share) {
    return share === null || share === false ? "–" : `${Math.round(share * 100)}%`;
}

/** A rate per 1,000 as people read it; a dash without a basis. */
export function rate(value) {
    return value === null || value === false ? "–" : formatFloat(value, { digits: [16, 1] });
}

function shortened(label) {
    return label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL - 1)}…` : label;
}

function counts(data) {
    return {
        type: "bar",
        label: _t("Complaints"),
        data: data.points.map((point) => point.count),
        backgroundColor: BAR,
        borderRadius: 4,
        maxBarThickness: 56,
        order: 1,
    };
}

/** A line with marks, on an axis of shares; drawn in another shape than the bars. */
function shares(label, values, dash) {
    return {
        type: "line",
        label,
        data: values.map((share) => (share === null ? null : share * 100)),
        borderColor: LINE,
        backgroundColor: LINE,
        borderWidth: 2,
        borderDash: dash,
        pointRadius: 4,
        pointStyle: "rectRot",
        tension: 0,
        spanGaps: true,
        clip: false,
        yAxisID: "share",
        order: 0,
    };
}

function countAxis() {
    return {
        beginAtZero: true,
        grace: "10%",
        suggestedMax: 4,
        ticks: { precision: 0, color: TEXT },
        grid: { color: GRID },
    };
}

function shareAxis() {
    return {
        position: "right",
        min: 0,
        max: 100,
        ticks: { color: TEXT, stepSize: 25, callback: (value) => `${value}%` },
        grid: { display: false },
    };
}

function labelAxis(labels) {
    return {
        ticks: {
            color: TEXT,
            autoSkip: true,
            callback: (_value, position) => shortened(labels[position]),
        },
        grid: { display: false },
    };
}

function legend() {
    return { position: "bottom", labels: { color: TEXT, usePointStyle: true, boxHeight: 8 } };
}

function barsWithShare(data, dataset) {
    const labels = data.points.map((point) => point.label);
    return {
        type: "bar",
        data: { labels, datasets: [counts(data), dataset] },
        options: {
            plugins: {
                legend: legend(),
                tooltip: {
                    callbacks: {
                        title: (items) => labels[items[0].dataIndex],
                        label: (item) =>
                            item.dataset.yAxisID === "share"
                                ? `${item.dataset.label}: ${percent(item.raw / 100)}`
                                : `${item.dataset.label}: ${item.raw}`,
                    },
                },
            },
            scales: { x: labelAxis(labels), y: countAxis(), share: shareAxis() },
        },
    };
}

export function paretoConfig(data) {
    const values = data.points.map((point) => point.cumulative);
    return barsWithShare(data, shares(_t("Share of all, added up"), values, []));
}

export function trendConfig(data) {
    const values = data.points.map((point) => point.in_time);
    return barsWithShare(data, shares(_t("All promises kept"), values, [6, 3]));
}

function limit(label, values, dash, width = 1.5) {
    return {
        label,
        data: values,
        borderColor: LIMIT,
        backgroundColor: LIMIT,
        borderWidth: width,
        borderDash: dash,
        stepped: "middle",
        pointRadius: 0,
        pointStyle: "line",
    };
}

function rates(data) {
    const isSignal = data.points.map((point) => point.signals.length > 0);
    return {
        label: data.label,
        data: data.points.map((point) => point.rate),
        borderColor: BAR,
        borderWidth: 2,
        tension: 0,
        spanGaps: true,
        pointStyle: isSignal.map((signal) => (signal ? "triangle" : "circle")),
        pointRadius: isSignal.map((signal) => (signal ? 8 : 4)),
        pointBackgroundColor: isSignal.map((signal) => (signal ? SIGNAL : BAR)),
        pointBorderColor: isSignal.map((signal) => (signal ? TEXT : BAR)),
    };
}

/** u chart: the rate of each month with its limits; a triangle marks a special cause. */
export function controlConfig(data) {
    const labels = data.points.map((point) => point.label);
    const rated = data.points.map((point) => (point.rate === null ? null : data.centre));
    return {
        type: "line",
        data: {
            labels,
            datasets: [
                rates(data),
                limit(_t("Average"), rated, [], 2),
                limit(_t("Upper limit"), data.points.map((point) => point.upper), [6, 4]),
                limit(_t("Lower limit"), data.points.map((point) => point.lower), [2, 3]),
            ],
        },
        options: {
            plugins: {
                legend: legend(),
                tooltip: {
                    callbacks: {
                        label: (item) => `${item.dataset.label}: ${rate(item.raw)}`,
                        footer: (items) => footer(data, data.points[items[0].dataIndex]),
                    },
                },
            },
            scales: {
                x: labelAxis(labels),
                y: {
                    beginAtZero: true,
                    grace: "10%",
                    ticks: { color: TEXT },
                    grid: { color: GRID },
                },
            },
        },
    };
}

function footer(data, point) {
    const values = { count: point.count, units: point.units };
    return data.basis === "orders"
        ? _t("%(count)s complaints, %(units)s orders", values)
        : _t("%(count)s complaints, %(units)s certificates", values);
}
