import { ApiProperty } from '@nestjs/swagger';

/** A view of the `reporting` schema that can be exported. */
export class ExportDescriptionView {
  @ApiProperty({ description: 'Name, as in the schema `reporting`.', type: String })
  name: string;

  @ApiProperty({ description: 'Its columns, in their order.', type: [String] })
  columns: string[];

  @ApiProperty({ description: 'The columns by which its rows are in order, and unique.', type: [String] })
  key: string[];
}

/** What can be exported. */
export class ExportListView {
  @ApiProperty({ description: 'Every view.', type: () => [ExportDescriptionView] })
  items: ExportDescriptionView[];
}

/** A page of a view. */
export class ExportPageView {
  @ApiProperty({ description: 'Rows: a value per column.', type: 'array', items: { type: 'object', additionalProperties: true } })
  items: Record<string, unknown>[];

  @ApiProperty({ description: 'Cursor of the page after it (`after`); null on the last.', type: String, nullable: true })
  next: string | null;
}
