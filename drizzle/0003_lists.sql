DROP INDEX `companies_name` ON `companies`;--> statement-breakpoint
DROP INDEX `companies_created` ON `companies`;--> statement-breakpoint
DROP INDEX `companies_updated` ON `companies`;--> statement-breakpoint
DROP INDEX `companies_owner` ON `companies`;--> statement-breakpoint
DROP INDEX `contacts_created` ON `contacts`;--> statement-breakpoint
DROP INDEX `contacts_name` ON `contacts`;--> statement-breakpoint
DROP INDEX `contacts_updated` ON `contacts`;--> statement-breakpoint
DROP INDEX `contacts_owner` ON `contacts`;--> statement-breakpoint
DROP INDEX `contacts_lifecycle` ON `contacts`;--> statement-breakpoint
ALTER TABLE `companies` ADD `is_live` boolean GENERATED ALWAYS AS ((deleted_at is null)) VIRTUAL;--> statement-breakpoint
ALTER TABLE `contacts` ADD `is_live` boolean GENERATED ALWAYS AS ((deleted_at is null and merged_into_id is null)) VIRTUAL;--> statement-breakpoint
CREATE INDEX `deals_sums` ON `deals` (`workspace_id`,`pipeline_id`,`status`,`stage_id`,`owner_id`,`expected_close_on`,`touched_at`,`deleted_at`,`currency`,`amount`);--> statement-breakpoint
CREATE INDEX `companies_name` ON `companies` (`workspace_id`,`is_live`,`name`,`id`);--> statement-breakpoint
CREATE INDEX `companies_created` ON `companies` (`workspace_id`,`is_live`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `companies_updated` ON `companies` (`workspace_id`,`updated_at`,`id`,`is_live`);--> statement-breakpoint
CREATE INDEX `companies_owner` ON `companies` (`workspace_id`,`is_live`,`owner_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `contacts_created` ON `contacts` (`workspace_id`,`is_live`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `contacts_name` ON `contacts` (`workspace_id`,`is_live`,`name`,`id`);--> statement-breakpoint
CREATE INDEX `contacts_updated` ON `contacts` (`workspace_id`,`updated_at`,`id`,`is_live`);--> statement-breakpoint
CREATE INDEX `contacts_owner` ON `contacts` (`workspace_id`,`is_live`,`owner_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `contacts_lifecycle` ON `contacts` (`workspace_id`,`is_live`,`lifecycle`,`created_at`,`id`);