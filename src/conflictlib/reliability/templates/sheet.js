"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const $ = (id) => document.getElementById(id);
  const statements = data.statements, sheet = "conflictlib-sheet-" + document.body.dataset.key;
  let coder = "", codings = {}, at = 0;

  // What is kept in the browser; where that is not allowed, the page says so and goes on.
  const read = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const keep = (key, value) => {
    try { localStorage.setItem(key, value); } catch {
      warn("This browser keeps nothing for this page: save the CSV before you close it.");
    }
  };
  const warn = (words) => { $("warning").textContent = words; $("warning").hidden = !words; };
  const saved = () => sheet + "-" + coder;
  const store = () => keep(saved(), JSON.stringify(codings));

  const empty = () => ({ act: "", themes: [], wrong: false, note: "" });
  const coding = () => codings[statements[at].id] || empty();
  const change = (part) => { codings[statements[at].id] = { ...coding(), ...part }; store(); draw(); };
  const coded = (one) => Boolean(codings[one.id] && codings[one.id].act);

  const begin = (name) => {
    coder = name;
    keep(sheet, coder);
    codings = Object.create(null);
    let before = null;
    try { before = JSON.parse(read(saved())); } catch { before = null; }
    for (const one of statements) {
      const was = before && Object.hasOwn(before, one.id) ? before[one.id] : null;
      if (was) {
        codings[one.id] = { act: String(was.act || ""), themes: Array.from(was.themes || [], String), wrong: was.wrong === true, note: String(was.note || "") };
      }
    }
    const open = statements.findIndex((one) => !coded(one));
    at = open < 0 ? 0 : open;
    $("welcome").hidden = true;
    $("sheet").hidden = false;
    $("coder").textContent = coder;
    draw();
  };

  const element = (name, words) => { const made = document.createElement(name); made.textContent = words; return made; };

  const explain = (code) => {
    $("label").textContent = code.label;
    $("meaning").textContent = code.definition;
    for (const [id, of] of [["include", "with"], ["exclude", "without"]]) {
      $(id).textContent = code[id];
      document.querySelectorAll("aside ." + of).forEach((part) => { part.hidden = !code[id]; });
    }
  };

  const buttons = (codes, into, choose) => codes.map((code) => {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.code = code.code;
    if (code.key) button.append(element("kbd", code.key));
    button.append(code.label);
    button.addEventListener("click", () => { explain(code); choose(code.code); });
    button.addEventListener("mouseenter", () => explain(code));
    button.addEventListener("focus", () => explain(code));
    into.append(button);
    return { code, button };
  });
  const setAct = (code) => change({ act: coding().act === code ? "" : code });
  const setTheme = (code) => {
    const given = coding().themes;
    change({ themes: given.includes(code) ? given.filter((one) => one !== code) : [...given, code] });
  };
  const setSpeaker = () => change({ wrong: !coding().wrong });
  const acts = buttons(data.acts, $("acts"), setAct), themes = buttons(data.themes, $("themes"), setTheme);

  const draw = () => {
    const one = statements[at], given = coding(), n = statements.filter(coded).length;
    $("place").textContent = `${at + 1} of ${statements.length}`;
    $("done").textContent = `${n} coded${n === statements.length ? ": all done, save the CSV" : ""}`;
    $("bar").value = n;
    $("who").textContent = one.actor;
    $("when").textContent = one.day;
    $("text").textContent = one.text;
    $("around").hidden = !one.context.length;
    $("context").replaceChildren(...one.context.map(([words, marked]) => element(marked ? "mark" : "span", words)));
    if ($("note").value !== given.note) $("note").value = given.note;
    for (const { code, button } of acts) button.setAttribute("aria-pressed", String(given.act === code.code));
    for (const { code, button } of themes) button.setAttribute("aria-pressed", String(given.themes.includes(code.code)));
    $("speaker").setAttribute("aria-pressed", String(given.wrong));
    $("back").disabled = at === 0;
    $("next").disabled = at === statements.length - 1;
    filter();
  };
  const filter = () => {
    const words = $("filter").value.trim().toLowerCase();
    for (const { code, button } of themes) {
      const fits = `${code.label} ${code.code} ${code.definition}`.toLowerCase().includes(words);
      button.hidden = Boolean(words) && !fits && button.getAttribute("aria-pressed") !== "true";
      button.dataset.found = String(Boolean(words) && fits);
    }
  };
  const found = () => {
    const words = $("filter").value.trim().toLowerCase();
    const all = themes.filter(({ button }) => button.dataset.found === "true");
    return all.find(({ code }) => code.label.toLowerCase().startsWith(words))
      || all.find(({ code }) => code.label.toLowerCase().includes(words)) || all[0];
  };

  const go = (to) => {
    at = Math.min(Math.max(to, 0), statements.length - 1);
    $("filter").value = "";
    draw();
    window.scrollTo(0, 0);
  };
  const goOpen = () => {
    const after = [...statements.keys()].map((k) => (at + 1 + k) % statements.length);
    const open = after.find((k) => !coded(statements[k]));
    if (open !== undefined) go(open);
  };

  // No cell that a spreadsheet would run as a formula: an apostrophe in front, which read_codings takes away.
  const cell = (words) => {
    const guarded = /^'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(words) ? "'" + words : words;
    return /[",;\r\n]/.test(guarded) ? '"' + guarded.replaceAll('"', '""') + '"' : guarded;
  };
  const csv = () => {
    const rows = [["statement_id", "coder", "act", "themes", "speaker_wrong", "note"]];
    for (const one of statements) {
      const given = codings[one.id] || empty();
      rows.push([one.id, coder, given.act, given.themes.join(";"), given.wrong ? "yes" : "", given.note]);
    }
    return rows.map((row) => row.map(cell).join(",")).join("\n") + "\n";
  };
  const save = () => {
    const link = document.createElement("a");
    const name = coder.replace(/[^\p{L}\p{N}_-]+/gu, "-").replace(/^-+|-+$/g, "") || "coder";
    link.href = URL.createObjectURL(new Blob([csv()], { type: "text/csv;charset=utf-8" }));
    link.download = `codings-${name}.csv`;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };

  $("welcome").addEventListener("submit", (event) => {
    event.preventDefault();
    const name = $("name").value.trim();
    if (name) begin(name);
  });
  $("other").addEventListener("click", () => {
    $("sheet").hidden = true;
    $("welcome").hidden = false;
    $("name").value = coder;
    $("name").focus();
  });
  $("back").addEventListener("click", () => go(at - 1));
  $("next").addEventListener("click", () => go(at + 1));
  $("open").addEventListener("click", goOpen);
  $("save").addEventListener("click", save);
  $("speaker").addEventListener("click", setSpeaker);
  $("note").addEventListener("input", () => change({ note: $("note").value }));
  $("filter").addEventListener("input", filter);

  const inFilter = (event) => {
    if (event.key === "Escape") { $("filter").value = ""; filter(); $("filter").blur(); }
    if (event.key === "Enter") {
      event.preventDefault();
      const first = $("filter").value.trim() ? found() : undefined;
      if (first) { $("filter").value = ""; explain(first.code); setTheme(first.code.code); }
    }
  };
  document.addEventListener("keydown", (event) => {
    if ($("sheet").hidden || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target === $("filter")) { inFilter(event); return; }
    if (event.target === $("note")) { if (event.key === "Escape") $("note").blur(); return; }
    const onButton = event.target instanceof HTMLButtonElement && event.key === "Enter";
    const act = data.acts.find((one) => one.key && one.key === event.key.toLowerCase());
    if (act && !event.repeat) { explain(act); setAct(act.code); }
    else if (event.key === "ArrowRight" || (event.key === "Enter" && !onButton)) go(at + 1);
    else if (event.key === "ArrowLeft") go(at - 1);
    else if (event.key === "/") { event.preventDefault(); $("filter").focus(); }
    else if (event.key === "?") goOpen();
    else if (event.key === "-" && !event.repeat) setSpeaker();
  });

  document.querySelectorAll("aside .with, aside .without").forEach((part) => { part.hidden = true; });
  if (!statements.length) {
    $("welcome").replaceChildren(element("p", "There is no statement on this sheet."));
    return;
  }
  $("name").value = data.coder || read(sheet) || "";
  $("name").focus();
})();
