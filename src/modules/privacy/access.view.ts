import { Int, ObjectType } from '@nestjs/graphql';
import { ApiField } from '../../platform/api/api-field.js';
import { pageType } from '../../platform/graphql/connection.js';

@ObjectType('Access', {
  description: 'That somebody of the staff has read one of my applications. By their role: who it was, the agency knows.',
})
export class AccessView {
  @ApiField(() => String, { description: 'Id of the entry.' })
  id: string;

  @ApiField(() => String, { description: 'When (RFC 3339); the first time where there were several.' })
  at: string;

  @ApiField(() => String, { description: 'Application that was read.' })
  applicationId: string;

  @ApiField(() => String, { description: 'Its number.' })
  number: string;

  @ApiField(() => String, { description: 'Office whose staff it was.' })
  office: string;

  @ApiField(() => String, { description: 'Role of who read it, such as front-office.' })
  role: string;

  @ApiField(() => String, { description: 'The role in the words of the office.' })
  roleTitle: string;

  @ApiField(() => String, {
    description:
      'What was read: case (form, timeline, tasks), list (a list or a search it stood in), record (a letter or a record of a step), document (a handed-in file), book, report, export, or oss (what OSS and the office told each other).',
  })
  kind: string;

  @ApiField(() => Int, { description: 'How often within the moment that one entry stands for.' })
  times: number;
}

@ObjectType({ description: 'A page of accesses.' })
export class AccessPage extends pageType(AccessView, 'Access') {}
