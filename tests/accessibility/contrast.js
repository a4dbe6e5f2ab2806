// Measures how far texts, and the parts of drawings, stand out from what is behind them.
// Gives {what, ratio} for each; the ratio is that of WCAG 2.1, from 1 to 21.

(({ ours, parts }) => {
    const pixel = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    const known = new Map();

    function rgba(colour) {
        if (!known.has(colour)) {
            pixel.clearRect(0, 0, 1, 1);
            pixel.fillStyle = colour;
            pixel.fillRect(0, 0, 1, 1);
            const [red, green, blue, alpha] = pixel.getImageData(0, 0, 1, 1).data;
            known.set(colour, [red, green, blue, alpha / 255]);
        }
        return known.get(colour);
    }

    const over = ([red, green, blue, alpha], ground) =>
        [red, green, blue].map((channel, i) => channel * alpha + ground[i] * (1 - alpha));

    function luminance(colour) {
        const [red, green, blue] = colour.map(channel => {
            const part = channel / 255;
            return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    }

    function ratio(one, other) {
        const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
        return (light + 0.05) / (dark + 0.05);
    }

    function opacity(element) {
        let product = 1;
        for (let each = element; each; each = each.parentElement) {
            product *= getComputedStyle(each).opacity;
        }
        return product;
    }

    function paint(element, property) {
        const style = getComputedStyle(element);
        if (style[property] === "none") return [0, 0, 0, 0];
        const [red, green, blue, alpha] = rgba(style[property]);
        const own = { fill: style.fillOpacity, stroke: style.strokeOpacity }[property] ?? 1;
        return [red, green, blue, alpha * own * opacity(element)];
    }

    // What is painted at a point by all that stands before an element in the page; parts of one
    // kind may lie on one another.
    function ground(element, [x, y]) {
        const kind = element instanceof SVGElement && element.getAttribute("class");
        const behind = document.elementsFromPoint(x, y).filter(each =>
            !(kind && each.getAttribute("class") === kind)
            && each.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING);
        return behind.reverse().reduce((below, each) => {
            const shape = each instanceof SVGGeometryElement;
            if (each instanceof SVGElement && !shape) return below;
            return over(paint(each, shape ? "fill" : "backgroundColor"), below);
        }, [255, 255, 255]);
    }

    // A line meets others: it is looked at in several places, and the best one counts.
    function places(element, property) {
        if (property !== "stroke") {
            const box = element.getBoundingClientRect();
            return [[box.left + box.width / 2, box.top + box.height / 2]];
        }
        return [0.1, 0.35, 0.6, 0.85].map(part => {
            const along = element.getPointAtLength(element.getTotalLength() * part);
            const place = along.matrixTransform(element.getScreenCTM());
            return [place.x, place.y];
        });
    }

    const isSeen = element =>
        element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length;

    function texts() {
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        const found = [];
        while (walker.nextNode()) {
            const element = walker.currentNode.parentElement;
            const text = walker.currentNode.data.trim();
            if (!text || element.closest("title, script, style, .speckit-hidden") || !element.matches(ours)) continue;
            const range = document.createRange();
            range.selectNodeContents(walker.currentNode);
            const box = [...range.getClientRects()].find(each => each.width && each.height);
            if (!box || !isSeen(element)) continue;
            const below = ground(element, [box.left + box.width / 2, box.top + box.height / 2]);
            const own = element instanceof SVGElement ? null : paint(element, "backgroundColor");
            const behind = own ? over(own, below) : below;
            const ink = paint(element, own ? "color" : "fill");
            found.push({ what: `${element.getAttribute("class") ?? element.parentElement.getAttribute("class")} ${text}`,
                ratio: ratio(over(ink, behind), behind) });
        }
        return found;
    }

    function drawn() {
        return parts.flatMap(([selector, property]) =>
            [...document.querySelectorAll(selector)].filter(isSeen).map(element => {
                const ratios = places(element, property).map(place => {
                    const behind = ground(element, place);
                    return ratio(over(paint(element, property), behind), behind);
                });
                return { what: `${selector} ${property}`, ratio: Math.max(...ratios) };
            }));
    }

    return { texts: texts(), parts: drawn() };
})
