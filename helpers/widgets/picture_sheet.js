// Small pictures that come on one sheet: cut out and shown, pixel by pixel.

/** Decode the sheet of a model; `draw(canvas, index)` then shows one of its pictures. */
function pictureSheet(model) {
  const [width, height, columns] = model.get("_tile");
  const url = URL.createObjectURL(new Blob([model.get("_sheet")], { type: "image/webp" }));
  const image = new Image();
  image.src = url;
  let ready = false;
  const decoded = image.decode().then(() => {
    ready = true;
    URL.revokeObjectURL(url);
  });
  const cut = (canvas, index) => {
    const x = (index % columns) * width;
    const y = Math.floor(index / columns) * height;
    canvas.getContext("2d").drawImage(image, x, y, width, height, 0, 0, width, height);
  };

  /** A picture as an element; `words` say what it shows. */
  function picture(index, words) {
    const canvas = element("canvas", { class: "wil-small", width, height, role: "img" });
    canvas.setAttribute("aria-label", words);
    canvas.dataset.picture = index;
    if (ready) cut(canvas, index);
    else decoded.then(() => cut(canvas, index));
    return canvas;
  }

  return { picture, decoded };
}
