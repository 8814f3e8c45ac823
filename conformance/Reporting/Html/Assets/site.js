// The interactive parts of the pages: filtering and folding the matrix, opening panels, showing bytes as hex, copying commands.
"use strict";

(() => {
  const form = document.getElementById("filters");
  if (form) filterMatrix(form, [...document.querySelectorAll("table.matrix")]);
  openTarget();
  addEventListener("hashchange", openTarget);
  document.querySelectorAll("ol.steps").forEach(offerHex);
  document.querySelectorAll(".command").forEach(offerCopy);

  // --- The matrix ---

  // There may be a matrix of proxies and one of clients.
  function filterMatrix(form, tables) {
    const groups = tables.flatMap(table => [...table.tBodies]).map(body => ({
      body,
      button: body.querySelector("button"),
      rows: [...body.rows].filter(row => !row.classList.contains("group")).map(row => ({
        row,
        text: [body.dataset.group + "/" + row.querySelector("code").textContent, row.cells[0].textContent, row.dataset.clause]
          .join(" ").toLowerCase(),
        cells: [...row.querySelectorAll("a.v")],
      })),
    }));
    const fold = document.getElementById("fold");

    for (const group of groups) {
      group.button.addEventListener("click", () => foldGroup(group, !group.body.classList.contains("folded")));
    }
    fold.addEventListener("click", () => {
      const folded = fold.getAttribute("aria-pressed") !== "true";
      fold.setAttribute("aria-pressed", folded);
      groups.forEach(group => foldGroup(group, folded));
    });
    form.addEventListener("submit", event => event.preventDefault());
    form.addEventListener("input", apply);
    form.addEventListener("reset", () => setTimeout(apply));
    addEventListener("hashchange", restore);
    form.hidden = false;
    restore();

    function foldGroup(group, folded) {
      group.body.classList.toggle("folded", folded);
      group.button.setAttribute("aria-expanded", !folded);
    }

    // The view is kept in the address, so that it can be shared as a link.
    function restore() {
      const wanted = new URLSearchParams(location.hash.slice(1));
      for (const name of ["q", "group", "level", "baseline"]) form.elements[name].value = wanted.get(name) || "";
      const verdicts = (wanted.get("verdict") || "").split(",");
      form.querySelectorAll("[name=verdict]").forEach(box => { box.checked = verdicts.includes(box.value); });
      show(read());
    }

    function read() {
      const data = new FormData(form);
      return {
        words: data.get("q").toLowerCase().split(/\s+/).filter(word => word),
        q: data.get("q"), group: data.get("group"), level: data.get("level"), baseline: data.get("baseline"),
        verdict: data.getAll("verdict"),
      };
    }

    function apply() {
      const wanted = read();
      const address = new URLSearchParams();
      for (const name of ["q", "group", "level", "baseline"]) if (wanted[name]) address.set(name, wanted[name]);
      if (wanted.verdict.length) address.set("verdict", wanted.verdict.join(","));
      history.replaceState(null, "", "#" + address);
      show(wanted);
    }

    function show(wanted) {
      const narrow = wanted.verdict.length > 0 || wanted.baseline !== "";
      const fits = cell => (!wanted.verdict.length || wanted.verdict.some(name => cell.classList.contains(name)))
        && (!wanted.baseline || cell.classList.contains(wanted.baseline));
      let [shown, all] = [0, 0];
      for (const group of groups) {
        let here = 0;
        for (const { row, text, cells } of group.rows) {
          const found = (!wanted.group || group.body.dataset.group === wanted.group)
            && (!wanted.level || row.dataset.level === wanted.level)
            && wanted.words.every(word => text.includes(word))
            && (!narrow || cells.some(fits));
          row.hidden = !found;
          for (const cell of cells) cell.parentNode.classList.toggle("other", narrow && !fits(cell));
          if (found) here++;
        }
        group.body.hidden = here === 0;
        shown += here;
        all += group.rows.length;
      }
      document.getElementById("shown").textContent =
        shown === all ? `${all} cases shown` : shown === 0 ? "No case matches" : `${shown} of ${all} cases shown`;
    }
  }

  // --- Panels ---

  function openTarget() {
    const target = document.getElementById(location.hash.slice(1));
    if (!(target instanceof HTMLDetailsElement)) return;
    target.open = true;
    target.scrollIntoView();
  }

  // --- Bytes ---

  function offerHex(steps) {
    const bytes = [...steps.querySelectorAll("pre")].map(pre => ({ pre, text: pre.textContent, marked: [...pre.childNodes] }));
    if (bytes.length === 0) return;
    const button = makeButton("hex", "Bytes as hex");
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => {
      const hex = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", hex);
      for (const { pre, text, marked } of bytes) {
        pre.classList.toggle("shows-hex", hex);
        if (hex) pre.tabIndex = 0; // the dump may be too wide, and the keyboard can scroll only what it can focus
        pre.replaceChildren(...(hex ? [dump(parse(text))] : marked));
      }
    });
    steps.before(button);
  }

  function makeButton(name, label) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = name;
    button.textContent = label;
    return button;
  }

  // The text uses \r, \n, \t, \\ and \xNN for bytes that do not print; the page's own line breaks mean nothing.
  function parse(text) {
    const escapes = { r: 13, n: 10, t: 9, "\\": 92 };
    return [...text.matchAll(/\\x([0-9A-F]{2})|\\(.)|([^\n])/g)]
      .map(([, hex, escape, plain]) => hex ? parseInt(hex, 16) : escape ? escapes[escape] : plain.charCodeAt(0));
  }

  function dump(bytes) {
    const lines = [];
    for (let at = 0; at < bytes.length; at += 16) {
      const row = bytes.slice(at, at + 16);
      const hex = row.map(byte => byte.toString(16).padStart(2, "0")).join(" ");
      const text = row.map(byte => byte >= 32 && byte < 127 ? String.fromCharCode(byte) : "·").join("");
      lines.push(`${at.toString(16).padStart(4, "0")}  ${hex.padEnd(47)}  ${text}`);
    }
    return lines.join("\n");
  }

  // --- Commands ---

  function offerCopy(command) {
    const code = command.querySelector("code");
    const button = makeButton("copy", "Copy");
    button.addEventListener("click", async () => {
      button.textContent = await copied(code) ? "Copied" : "Press Ctrl+C";
      setTimeout(() => { button.textContent = "Copy"; }, 2000);
    });
    button.setAttribute("aria-live", "polite");
    command.append(button);
  }

  async function copied(code) {
    try {
      await navigator.clipboard.writeText(code.textContent);
      return true;
    } catch {
      getSelection().selectAllChildren(code); // if the page may not write to the clipboard, the user can copy the selection by hand
      return false;
    }
  }
})();
