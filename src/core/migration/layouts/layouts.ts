import { dbmate } from "./dbmate.ts";
import { flyway } from "./flyway.ts";
import { folders } from "./folders.ts";
import { goose } from "./goose.ts";
import type { Layout } from "./layout.ts";
import { migrateMongo } from "./migrateMongo.ts";
import { numbered } from "./numbered.ts";
import { prisma } from "./prisma.ts";
import { sqitch } from "./sqitch.ts";
import { supabase } from "./supabase.ts";
import { upDown } from "./upDown.ts";

/** All layouts, the most telling first: a folder is read by the first one that recognises it. */
export const layouts: readonly Layout[] = [sqitch, flyway, prisma, folders, upDown, goose, dbmate, supabase, migrateMongo, numbered];
