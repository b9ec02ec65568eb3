// The checks of contract.py that axe does not make. `sized` depends on the width of the window, `always` does not.
() => {
  const sized = [], always = [];
  const all = (selector) => [...document.querySelectorAll(selector)];
  const short = (element) => element.outerHTML.replace(/\s+/g, " ").slice(0, 110);
  const shown = (element) => {
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && element.checkVisibility();
  };
  const words = (element) => (element?.textContent ?? "").trim();
  const described = (element) => {
    const holder = element.closest("fieldset[aria-describedby]");
    const ids = [element.getAttribute("aria-describedby"), holder?.getAttribute("aria-describedby")];
    return ids.filter(Boolean).join(" ").split(/\s+/).filter(Boolean).map((id) => document.getElementById(id));
  };

  const over = document.documentElement.scrollWidth - innerWidth;
  if (over > 0) {
    const wide = all("body *").find((e) => shown(e) && e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".scroll, nav, pre"));
    sized.push(`scrolls sideways by ${over} px${wide ? ": " + short(wide) : ""}`);
  }
  for (const e of all("a, button, summary, select, textarea, input:not([type=hidden])")) {
    if (!shown(e) || getComputedStyle(e).display === "inline") continue;
    const target = (e.matches("[type=radio], [type=checkbox]") && e.closest("label")) || e;
    const box = target.getBoundingClientRect();
    if (box.width < 24 || box.height < 24) sized.push(`target under 24 px: ${short(e)}`);
  }

  if (all("h1").length !== 1) always.push(`${all("h1").length} h1`);
  let level = 0;
  for (const heading of all("h1, h2, h3, h4, h5, h6")) {
    const next = Number(heading.tagName[1]);
    if (level && next > level + 1) always.push(`heading jumps from h${level} to h${next}: ${words(heading)}`);
    if (!words(heading)) always.push(`empty heading: ${short(heading)}`);
    level = next;
  }

  for (const e of all("[style]")) always.push(`inline style: ${short(e)}`);
  for (const e of all("*")) {
    if (e.getAttributeNames().some((name) => name.startsWith("on"))) always.push(`inline handler: ${short(e)}`);
    if (e.tabIndex > 0) always.push(`positive tabindex: ${short(e)}`);
  }
  for (const e of all("style, script:not([src]):not([type='application/json'])")) always.push(`inline ${e.localName}`);
  for (const e of all("link[href], script[src], img[src]")) {
    if (new URL(e.href || e.src, location).host !== location.host && !e.src?.startsWith("data:")) always.push(`foreign host: ${short(e)}`);
  }
  for (const e of all("img:not([alt])")) always.push(`image without alt: ${short(e)}`);
  const ids = all("[id]").map((e) => e.id);
  for (const id of new Set(ids.filter((id, place) => ids.indexOf(id) !== place))) always.push(`id used twice: ${id}`);
  for (const e of all("th:not([scope], .lesson *)")) always.push(`th without scope: ${short(e)}`);

  const groups = Map.groupBy(all("input[type=radio]"), (radio) => radio.name);
  const several = Map.groupBy(all("input[type=checkbox][name]"), (box) => box.name);
  for (const [name, boxes] of several) if (boxes.length > 1) groups.set(name, boxes);
  for (const [name, inputs] of groups) {
    if (inputs.some((e) => !words(e.closest("fieldset")?.querySelector(":scope > legend")))) always.push(`group without legend: ${name}`);
  }

  for (const e of all("[aria-describedby], [aria-labelledby], [aria-controls]")) {
    for (const name of ["aria-describedby", "aria-labelledby", "aria-controls"]) {
      const missing = (e.getAttribute(name) ?? "").split(/\s+/).filter((id) => id && !document.getElementById(id));
      if (missing.length || e.getAttribute(name) === "") always.push(`${name} leads nowhere (${missing}): ${short(e)}`);
    }
  }
  const mistaken = all(".has-err :is(input, select, textarea):not([type=hidden]), [aria-invalid=true]");
  for (const e of mistaken) {
    if (!described(e).some((part) => part?.classList.contains("err"))) always.push(`error not tied to its field: ${short(e)}`);
    if (!e.closest("fieldset.has-err") && e.getAttribute("aria-invalid") !== "true") always.push(`not marked invalid: ${short(e)}`);
  }
  if (mistaken.length) {
    if (!all(".summary").length) always.push("errors without a summary");
    if (!document.title.startsWith("Error: ")) always.push(`title does not say Error: ${document.title}`);
  }
  for (const summary of all(".summary")) if (!summary.hasAttribute("autofocus")) always.push("summary does not take the focus");
  for (const link of all(".summary a")) {
    if (link.pathname !== location.pathname) continue;  // to the page on which it is put right
    const target = document.getElementById(link.hash.slice(1));
    if (!target?.matches("input, select, textarea, button, a, [tabindex]")) always.push(`summary link leads nowhere: ${short(link)}`);
  }
  for (const form of all("form[method=post]")) {
    if (!form.querySelector("[name=csrf_token]")) always.push(`form without token: ${short(form)}`);
  }
  for (const region of all(".scroll")) {
    if (region.tabIndex !== 0 || !region.getAttribute("role") || !(region.ariaLabel || region.getAttribute("aria-labelledby"))) always.push(`scrolling region without name or focus: ${short(region)}`);
  }
  for (const e of all("input:not([type=hidden], [type=submit], [hidden]), select, textarea")) {
    if (!e.labels?.length && !e.ariaLabel && !e.hasAttribute("aria-labelledby")) always.push(`no label: ${short(e)}`);
  }
  return { sized, always };
}
