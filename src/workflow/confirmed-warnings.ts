import { applyDecorators } from '@nestjs/common';
import { Field } from '@nestjs/graphql';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsOptional, IsString, MaxLength } from 'class-validator';

const MOST = 50;
const description = 'Ids of warnings that are right as they are: those of an earlier answer WARNINGS_UNCONFIRMED.';

/** The member of an input by which somebody confirms warnings, in both contracts. */
export function ConfirmedWarnings(): PropertyDecorator {
  return applyDecorators(
    Field(() => [String], { nullable: true, description }),
    ApiPropertyOptional({ description, type: [String], maxItems: MOST, nullable: true }),
    IsOptional(),
    IsArray(),
    ArrayMaxSize(MOST),
    IsString({ each: true }),
    MaxLength(120, { each: true }),
  );
}
