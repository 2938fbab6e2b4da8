import { Field, InputType } from '@nestjs/graphql';
import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength, MinLength } from 'class-validator';
import { FORMS, OfForm } from '../../platform/api/of-form.js';
import { Typed } from '../../platform/api/typed.js';

/** What an official types in to sign one letter at the signing service; neither is kept. */
@InputType({ description: 'What an official types in to sign a letter at the signing service; neither is kept.' })
export class ESignInput {
  @Field(() => String, { description: 'NIK under which the official is enrolled with the signing service.' })
  @ApiProperty({
    description: 'NIK under which the official is enrolled with the signing service.',
    type: String,
    example: '1211014508900001',
  })
  @IsString()
  @OfForm(/^\d{16}$/, FORMS.nik)
  @Typed('nik')
  nik: string;

  @Field(() => String, { description: 'Passphrase of the certificate; never stored, logged or queued.' })
  @ApiProperty({ description: 'Passphrase of the certificate; never stored, logged or queued.', type: String, format: 'password' })
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  passphrase: string;
}
