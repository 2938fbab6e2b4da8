import { ObjectType } from '@nestjs/graphql';
import { ApiProperty } from '@nestjs/swagger';
import { IsNotEmpty, IsString, MaxLength } from 'class-validator';
import { ApiField } from '../../platform/api/api-field.js';
import { Json } from '../../platform/api/json.scalar.js';

export class SignInInput {
  @ApiProperty({ description: 'User name.', type: String, example: 'frontoffice' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  username: string;

  @ApiProperty({ description: 'Password.', type: String, example: 'terbit' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  password: string;
}

export class TokenView {
  @ApiProperty({ description: 'Send it as `Authorization: Bearer …`.', type: String })
  accessToken: string;

  @ApiProperty({ description: 'Seconds until it expires.', type: Number })
  expiresIn: number;

  @ApiProperty({ description: 'Bearer.', type: String })
  tokenType: string;
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
