import { ObjectType } from '@nestjs/graphql';
import { ApiProperty } from '@nestjs/swagger';
import { ApiField } from '../../platform/api/api-field.js';
import { Json } from '../../platform/api/json.scalar.js';

export class TokenView {
  @ApiProperty({ description: 'Send it as `Authorization: Bearer …`.', type: String })
  accessToken: string;

  @ApiProperty({ description: 'Seconds until it expires.', type: Number })
  expiresIn: number;

  @ApiProperty({ description: 'Bearer.', type: String })
  tokenType: string;

  @ApiProperty({ description: 'Gets the next access token by `POST /v1/auth/refresh`; good for one use.', type: String })
  refreshToken: string;

  @ApiProperty({ description: 'Seconds until the refresh token expires.', type: Number })
  refreshExpiresIn: number;
}

/** An account that an applicant has made. */
export class AccountView {
  @ApiProperty({ description: 'Id.', type: String })
  id: string;

  @ApiProperty({ description: 'User name.', type: String })
  username: string;

  @ApiProperty({ description: 'Name.', type: String })
  name: string;

  @ApiProperty({ description: 'Code of the agency.', type: String })
  agency: string;
}

@ObjectType('Me', { description: 'Who has signed in.' })
export class MeView {
  @ApiField(() => String, { description: 'Id.' })
  id: string;

  @ApiField(() => String, { description: 'Name.' })
  name: string;

  @ApiField(() => String, { description: 'Code of the agency.' })
  agency: string;

  @ApiField(() => String, { description: 'Name of the agency.' })
  agencyName: string;

  @ApiField(() => [Json], { description: 'Roles of their own, with the section where there is one.' })
  roles: object[];

  @ApiField(() => [Json], { description: 'For whom this user stands in at present: role, section, kind, holder, from and until.' })
  actingFor: object[];
}
