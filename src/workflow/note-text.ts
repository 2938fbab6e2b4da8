/**
 * The note or reason of an event as it is searched: in small letters, without punctuation, after a blank. As the migration `typed-search`
 * writes it into an index: a change here needs another index.
 */
export const NOTE_TEXT = `translate(lower(' ' || coalesce(e.body->>'note', e.body->>'reason')), U&'\\00A0.,;:!?"''\`\\00B4\\2018\\2019\\201C\\201D\\02BC-\\2010\\2011\\2013\\2014/()[]', ' ')`;
