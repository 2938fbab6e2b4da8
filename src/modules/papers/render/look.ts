import type { TextStyle } from '../../../platform/pdf/pen.js';

/** A4, in points, with the margins of official letters (Permendagri 1/2023): the left one wide enough to be filed. */
export const PAGE = { width: 595.28, height: 841.89, left: 71, right: 57, top: 40, bottom: 88 } as const;
export const WIDTH = PAGE.width - PAGE.left - PAGE.right;

export const BODY: TextStyle = { size: 10.5, face: 'regular', leading: 1.2 };
export const STRONG: TextStyle = { ...BODY, face: 'bold' };
export const TITLE: TextStyle = { size: 13, face: 'bold' };
export const SMALL: TextStyle = { size: 8, face: 'regular', color: '#333333' };
export const SMALL_STRONG: TextStyle = { ...SMALL, face: 'bold' };

/** Between the parts of a paper. */
export const GAP = 8;
