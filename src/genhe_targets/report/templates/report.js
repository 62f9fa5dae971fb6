(function () {
  "use strict";
  var root = document.documentElement;
  var form = document.querySelector(".filters");
  var rows = Array.prototype.slice.call(document.querySelectorAll(".row"));
  var bodies = Array.prototype.slice.call(document.querySelectorAll(".main tbody.target"));
  var empty = document.querySelector(".empty");
  var count = form.querySelector(".count b");
  var found = new Map();

  root.classList.add("js");
  form.hidden = false;
  document.querySelectorAll(".fold").forEach(function (b) { b.setAttribute("aria-expanded", "false"); });
  var folds = document.querySelectorAll(".main .fold");

  function speak(lang) {
    root.dataset.lang = lang;
    root.lang = lang === "zh" ? "zh-CN" : "en";
    document.querySelectorAll("option[data-zh]").forEach(function (o) { o.textContent = o.dataset[lang]; });
    form.q.placeholder = form.q.dataset[lang];
    document.querySelectorAll("[data-set]").forEach(function (b) {
      b.setAttribute("aria-pressed", String(b.dataset.set === lang));
    });
  }

  function unfold(button, open) {
    button.setAttribute("aria-expanded", String(open));
    document.getElementById(button.getAttribute("aria-controls")).classList.toggle("open", open);
  }

  /* Text of a row with its target, its detail and its clause, once. */
  function words(row) {
    if (!found.has(row)) {
      var body = row.parentNode, head = body.querySelector(".head"), clause = body.previousElementSibling;
      while (clause && !clause.classList.contains("clause")) { clause = clause.previousElementSibling; }
      var about = head ? head.textContent + head.nextElementSibling.textContent : "";
      found.set(row, (row.textContent + row.nextElementSibling.textContent + about +
        (clause ? clause.textContent : "")).toLowerCase());
    }
    return found.get(row);
  }

  function filter() {
    var status = form.status.value, unit = form.unit.value, region = form.region ? form.region.value : "";
    var asked = form.q.value.trim().toLowerCase().split(/\s+/).filter(Boolean), shown = 0;
    var asking = Boolean(status || unit || region || asked.length);
    rows.forEach(function (row) {
      var d = row.dataset;
      var ok = (!status || d.s === status) && (!unit || d.u.split("|").indexOf(unit) >= 0) &&
        (!region || d.r === region) &&
        (!asked.length || asked.every(function (word) { return words(row).indexOf(word) >= 0; }));
      row.hidden = !ok;
      row.nextElementSibling.hidden = !ok;
      shown += ok ? 1 : 0;
    });
    var clause = null, any = false;
    document.querySelectorAll(".main tbody").forEach(function (body) {
      if (body.classList.contains("clause")) {
        if (clause) { clause.hidden = !any; }
        clause = body; any = false;
      } else {
        body.hidden = !body.querySelector(".row:not([hidden])");
        body.classList.toggle("found", asking);
        any = any || !body.hidden;
      }
    });
    if (clause) { clause.hidden = !any; }
    count.textContent = shown + " / " + rows.length;
    empty.hidden = shown > 0;
    document.querySelectorAll(".tile").forEach(function (tile) {
      tile.setAttribute("aria-pressed", String(tile.dataset.status === status));
    });
  }

  /* A link to a verdict or a finding opens what it points to. */
  function reveal() {
    var target = location.hash && document.getElementById(location.hash.slice(1));
    if (!target) { return; }
    if (target.classList.contains("row")) {
      if (target.hidden) { form.reset(); filter(); }
      var head = target.parentNode.querySelector(".head .fold");
      if (head) { unfold(head, true); }
      unfold(target.querySelector(".fold"), true);
    }
    var around = target.closest("details");
    if (around) { around.open = true; }
    target.scrollIntoView({ block: "center" });
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest("button");
    if (!button) { return; }
    if (button.dataset.set) { speak(button.dataset.set); }
    if (button.classList.contains("fold")) { unfold(button, button.getAttribute("aria-expanded") !== "true"); }
    if (button.dataset.act === "print") { window.print(); }
    if (button.dataset.act === "unfold") {
      var open = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(open));
      folds.forEach(function (b) { unfold(b, open); });
    }
    if (button.dataset.unit) {
      form.reset();
      form.unit.value = button.dataset.unit;
      filter();
      document.getElementById("targets").scrollIntoView();
    }
    if (button.dataset.status) {
      form.status.value = form.status.value === button.dataset.status ? "" : button.dataset.status;
      filter();
      if (form.status.value) { document.getElementById("targets").scrollIntoView(); }
    }
  });
  form.addEventListener("input", filter);
  form.addEventListener("change", filter);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("reset", function () { setTimeout(filter); });
  window.addEventListener("hashchange", reveal);
  speak(root.dataset.lang);
  filter();
  reveal();
})();
