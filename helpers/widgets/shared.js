// What the course's widgets share. It goes before each widget's own module.

const EPOCH_EVENT = "watch-it-learn:epoch";

/** Tell the kernel what changed. Without a kernel the page goes on by itself. */
function saveChanges(model) {
  try {
    model.save_changes();
  } catch (error) {
    console.debug("The kernel is not there; the page goes on without it.", error);
  }
}

/** The index of the last of the ascending numbers that is not above `number`; 0 if all are. */
function lastNotAbove(numbers, number) {
  let index = numbers.length - 1;
  while (index > 0 && numbers[index] > number) index -= 1;
  return index;
}

/** Show an epoch: the widget's own last one that is not above it. */
function setEpoch(model, epoch) {
  const epochs = model.get("epochs");
  const shown = epochs[lastNotAbove(epochs, epoch)];
  if (shown === model.get("epoch")) return;
  model.set("epoch", shown);
  saveChanges(model);
}

/**
 * Keep a model's epoch among its epochs, and equal in all widgets of its group. They meet on the
 * page itself, so that they need no kernel. Returns what undoes it.
 */
function joinGroup(model) {
  let listening = false;
  const tell = () => {
    const epoch = model.get("epoch");
    const group = model.get("_group");
    if (!listening && group) {
      const detail = { group, epoch, from: model };
      document.dispatchEvent(new CustomEvent(EPOCH_EVENT, { detail }));
    }
    setEpoch(model, epoch);
  };
  const listen = ({ detail }) => {
    if (detail.from === model || detail.group !== model.get("_group")) return;
    listening = true;
    setEpoch(model, detail.epoch);
    listening = false;
  };
  model.on("change:epoch", tell);
  document.addEventListener(EPOCH_EVENT, listen);
  return () => {
    model.off("change:epoch", tell);
    document.removeEventListener(EPOCH_EVENT, listen);
  };
}

/** Make an element: its tag, its attributes, what is in it. */
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}
