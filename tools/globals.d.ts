// What our scripts find in a page that others made: for the type checker alone.

/** Sphinx says it to every page of the site. */
declare const DOCUMENTATION_OPTIONS: { SHOW_SEARCH_SUMMARY: boolean };

/** reveal.js, as far as the slides use it. */
declare var Reveal: {
  initialize(options: object): Promise<void>;
  getCurrentSlide(): HTMLElement | undefined;
  on(event: string, listener: (event: { currentSlide: HTMLElement }) => void): void;
};
declare var RevealNotes: object;

/** What helpers/pages/widgets.py writes into a page without a kernel. */
declare var courseWidgets: {
  models: Record<string, StoredWidget>;
  texts: Record<string, string>;
};

interface StoredWidget {
  state: Record<string, any>;
  buffers?: { path: [string, ...(string | number)[]]; data?: string; text?: string }[];
  module: string;
  style?: string;
}
