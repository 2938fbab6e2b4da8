import { ObjectType } from '@nestjs/graphql';
import { ApiField } from '../../platform/api/api-field.js';
import { Json } from '../../platform/api/json.scalar.js';

@ObjectType('ReportGroup', { description: 'A way to group a report.' })
export class ReportGroupView {
  @ApiField(() => String, { description: 'What `group` takes.' })
  group: string;

  @ApiField(() => Boolean, { description: 'Whether there is a picture (SVG) of it.' })
  picture: boolean;
}

@ObjectType('ReportSummary', { description: 'A report that the reader may read.' })
export class ReportSummaryView {
  @ApiField(() => String, { description: 'Name, as in its address.' })
  name: string;

  @ApiField(() => String, { description: 'Title, in the language of the reader.' })
  title: string;

  @ApiField(() => String, { description: 'What it says.' })
  about: string;

  @ApiField(() => String, { description: 'period: of the days from `from` to `until`; now: as things stand.' })
  when: string;

  @ApiField(() => [ReportGroupView], { description: 'Ways to group it, the usual one first.' })
  groups: ReportGroupView[];
}

@ObjectType('ReportList', { description: 'The reports that the reader may read.' })
export class ReportListView {
  @ApiField(() => [ReportSummaryView], { description: 'All of them.' })
  items: ReportSummaryView[];

  @ApiField(() => String, { description: 'Always null: there are no more.', nullable: true })
  next: string | null;
}

@ObjectType('ReportColumn', { description: 'A column of a report.' })
export class ReportColumnView {
  @ApiField(() => String, { description: 'Key of the values in each line.' })
  key: string;

  @ApiField(() => String, { description: 'Title, in the language of the reader.' })
  title: string;
}

@ObjectType('Report', { description: 'A report, or a page of a register. Times are working time, as the agency’s calendar counts it.' })
export class ReportPageView {
  @ApiField(() => String, { description: 'Name.' })
  name: string;

  @ApiField(() => String, { description: 'Title, in the language of the reader.' })
  title: string;

  @ApiField(() => String, { description: 'What it is grouped by.' })
  group: string;

  @ApiField(() => String, { description: 'First day; null for how things stand now.', nullable: true })
  from: string | null;

  @ApiField(() => String, { description: 'Last day; null for how things stand now.', nullable: true })
  until: string | null;

  @ApiField(() => String, { description: 'Code of the service that it is confined to.', nullable: true })
  service: string | null;

  @ApiField(() => String, { description: 'When it was read (RFC 3339).' })
  at: string;

  @ApiField(() => [ReportColumnView], { description: 'Columns, in their order.' })
  columns: ReportColumnView[];

  @ApiField(() => Json, { description: 'Lines: one object each, with the keys of the columns.', json: 'list' })
  items: object[];

  @ApiField(() => [String], { description: 'Footnotes: changes of the calendar that were made after the time had passed.' })
  notes: string[];

  @ApiField(() => String, { description: 'Cursor of the page after it; null on the last.', nullable: true })
  next: string | null;
}
