// One picture after another: what is it? First the vote, then who said what.

const WORDS = {
  label: "with the label",
  network: "with the network",
  both: "both fit",
  neither: "neither fits",
};

function render({ model, el }) {
  const names = model.get("names");
  const items = model.get("_items");
  const title = model.get("title");
  const sheet = pictureSheet(model);
  const votes = () => model.get("votes");
  let index = Math.max(0, votes().indexOf(""));

  const where = element("div", { class: "wil-where" });
  const place = element("div", { class: "wil-place" });
  const choices = element("div", { class: "wil-choices", role: "group", "aria-label": "What is it?" });
  const told = element("p", { class: "wil-told", "aria-live": "polite" });
  const back = element("button", { type: "button" }, "← Back");
  const on = element("button", { type: "button" }, "Next →");
  const counts = element("p", { class: "wil-counts" });
  const root = element(
    "div",
    { class: "wil wil-vote", role: "group", "aria-label": title || "A vote on labels" },
    ...(title ? [element("div", { class: "wil-title" }, title)] : []),
    where,
    element("div", { class: "wil-desk" }, place, element("div", {}, choices, told, element("div", {}, back, " ", on))),
    counts,
  );
  el.append(root);

  function options() {
    const [label, answer, , , swap] = items[index];
    const two = [["label", names[label]], ["network", names[answer]]];
    if (swap) two.reverse();
    return [...two, ["both", "both fit"], ["neither", "neither fits"]];
  }

  function show() {
    const [label, answer, sure, number] = items[index];
    const vote = votes()[index];
    where.textContent = `Picture ${index + 1} of ${items.length} (number ${number}). What is it?`;
    place.replaceChildren(sheet.picture(index, `Test picture ${number}, to be judged`));
    choices.replaceChildren(
      ...options().map(([kind, text]) => {
        const button = element("button", { type: "button", "aria-pressed": kind === vote }, text);
        button.dataset.vote = kind;
        button.disabled = vote !== "" && kind !== vote;
        button.addEventListener("click", () => give(kind));
        return button;
      }),
    );
    const share = sure < 0 ? "" : `, ${(100 * sure).toFixed(1)}\u00a0% sure`;
    told.textContent = vote
      ? `The data set says ${names[label]}. The network says ${names[answer]}${share}.`
      : "";
    back.disabled = index === 0;
    on.disabled = index === items.length - 1;
    const each = Object.entries(WORDS).map(
      ([kind, words]) => `${words} ${votes().filter((one) => one === kind).length}`,
    );
    const open = votes().filter((one) => one === "").length;
    counts.textContent = `Your votes: ${each.join(", ")}; ${open} to go.`;
  }

  function give(kind) {
    if (votes()[index]) return;
    model.set("votes", votes().map((vote, at) => (at === index ? kind : vote)));
    saveChanges(model);
    if (!on.disabled) on.focus();
  }

  function go(step) {
    index += step;
    show();
    choices.querySelector("button:not(:disabled)").focus();
  }

  // JupyterLab has plans of its own for these keys.
  root.addEventListener("keydown", (event) => {
    if (["Enter", " ", "ArrowUp", "ArrowDown"].includes(event.key)) event.stopPropagation();
  });
  back.addEventListener("click", () => go(-1));
  on.addEventListener("click", () => go(1));
  model.on("change:votes", show);
  show();
  return () => model.off("change:votes", show);
}

export default { initialize: ({ model }) => begin(model), render };
