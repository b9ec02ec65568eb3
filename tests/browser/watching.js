// What on a page could run, style, load or lead where it should not? And what happens if somebody touches everything?
({
  look: () => {
    const found = [];
    const short = (element) => element.outerHTML.replace(/\s+/g, " ").slice(0, 120);
    const addresses = ["href", "src", "action", "data", "poster", "xlink:href"];
    const never = ["style", "srcdoc", "srcset", "formaction", "ping", "background", "manifest"];
    const strange =
      "iframe, frame, object, embed, applet, base, meta[http-equiv], style, template, math, foreignObject, animate, set, audio, video, source, track, marquee, dialog";
    const ours = ".beside > template, [data-kept-list] template, dialog.write, dialog.key-help, main.cap dialog";
    const controls =
      "form, input, button, select, textarea, svg, [popovertarget], [contenteditable], [autofocus], [accesskey], [data-prompt]";
    for (const e of document.querySelectorAll("*")) {
      for (const name of e.getAttributeNames()) {
        if (name.startsWith("on") || (never.includes(name) && !e.matches("#editor > .row > button"))) found.push(`${name}: ${short(e)}`);
        if (!addresses.includes(name)) continue;
        const url = new URL(e.getAttribute(name), document.baseURI);
        const leads = e.matches("a, area") && ["http:", "https:", "mailto:"].includes(url.protocol);
        if (!leads && url.origin !== location.origin) found.push(`address: ${short(e)}`);
      }
      if (e.matches(strange) && !e.matches(ours)) found.push(`element: ${short(e)}`);
      if (e.matches("script") && (!e.src || e.textContent)) found.push(`script: ${short(e)}`);
    }
    for (const e of document.querySelectorAll(".lesson *"))
      if (e.matches(`${controls}, ${strange}`)) found.push(`control: ${short(e)}`);
    return found;
  },

  // Tells whether anything would have left the page. What runs a moment later has run when this ends.
  touch: async () => {
    const events =
      "mouseover mouseenter mousemove mousedown mouseup mouseout pointerover pointerenter pointerdown pointerup focus focusin blur click dblclick contextmenu auxclick wheel touchstart keydown keyup copy cut paste drag dragstart drop toggle beforetoggle load error scroll select animationstart animationend transitionend".split(" ");
    const harmless = (a) => ["http:", "https:", "mailto:"].includes(a?.protocol);
    let left = false;
    const stay = (e) => {
      if (e.hashChange || !e.cancelable) return;
      left = true;
      e.preventDefault();
    };
    navigation.addEventListener("navigate", stay);
    addEventListener("click", (e) => harmless(e.target.closest("a, area")) && e.preventDefault(), true);
    const own = "form, form *, button, input, select, textarea, summary, dialog *, nav *";
    for (const e of document.querySelectorAll("main *")) {
      if (e.matches(own)) continue;
      e.focus?.();
      for (const name of events) e.dispatchEvent(new MouseEvent(name, { bubbles: false, cancelable: true }));
      if (e.matches("a, area")) e.click();
    }
    await new Promise((done) => setTimeout(done, 30));
    navigation.removeEventListener("navigate", stay);
    return left;
  },

  links: () => [...document.querySelectorAll("a[href]")].map((a) => a.href),

  signs: () => [...new Set(document.documentElement.outerHTML.match(/case-\d+\./g) ?? [])],
})
