CREATE TABLE `audit_heads` (
	`workspace_id` binary(16) NOT NULL,
	`seq` bigint NOT NULL,
	`hash` binary(32) NOT NULL,
	`updated_at` datetime(3) NOT NULL DEFAULT (now(3)),
	CONSTRAINT `audit_heads_workspace_id` PRIMARY KEY(`workspace_id`)
);
--> statement-breakpoint
CREATE TABLE `audit_log` (
	`workspace_id` binary(16) NOT NULL,
	`seq` bigint NOT NULL,
	`at` datetime(3) NOT NULL,
	`actor_kind` enum('user','api_key','system') NOT NULL,
	`actor_key` varchar(40) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`action` varchar(48) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`entity` varchar(24) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`record_id` binary(16) NOT NULL,
	`before` json,
	`after` json,
	`salt` binary(16) NOT NULL,
	`values_hash` binary(32) NOT NULL,
	`hash` binary(32) NOT NULL,
	CONSTRAINT `pk` PRIMARY KEY(`workspace_id`,`seq`)
);
--> statement-breakpoint
CREATE TABLE `companies` (
	`workspace_id` binary(16) NOT NULL,
	`id` binary(16) NOT NULL,
	`name` varchar(120) NOT NULL,
	`domain` varchar(190),
	`domain_key` varchar(190) character set utf8mb4 collate utf8mb4_bin,
	`parent_id` binary(16),
	`owner_id` binary(16),
	`custom` json,
	`version` int NOT NULL DEFAULT 1,
	`created_at` datetime(3) NOT NULL DEFAULT (now(3)),
	`updated_at` datetime(3) NOT NULL DEFAULT (now(3)),
	`deleted_at` datetime(3),
	CONSTRAINT `pk` PRIMARY KEY(`workspace_id`,`id`),
	CONSTRAINT `companies_domain` UNIQUE(`workspace_id`,`domain_key`)
);
--> statement-breakpoint
CREATE TABLE `contact_companies` (
	`workspace_id` binary(16) NOT NULL,
	`contact_id` binary(16) NOT NULL,
	`company_id` binary(16) NOT NULL,
	`role` varchar(60),
	`is_primary` boolean NOT NULL DEFAULT false,
	`created_at` datetime(3) NOT NULL DEFAULT (now(3)),
	CONSTRAINT `pk` PRIMARY KEY(`workspace_id`,`contact_id`,`company_id`)
);
--> statement-breakpoint
CREATE TABLE `consents` (
	`workspace_id` binary(16) NOT NULL,
	`id` binary(16) NOT NULL,
	`contact_id` binary(16) NOT NULL,
	`channel_kind` varchar(24) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`purpose` varchar(32) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`state` enum('granted','withdrawn') NOT NULL,
	`source` varchar(60) NOT NULL,
	`text` varchar(1000),
	`ip` varchar(45),
	`by_user_id` binary(16),
	`at` datetime(3) NOT NULL,
	CONSTRAINT `pk` PRIMARY KEY(`workspace_id`,`id`)
);
--> statement-breakpoint
CREATE TABLE `contact_merges` (
	`workspace_id` binary(16) NOT NULL,
	`id` binary(16) NOT NULL,
	`winner_id` binary(16) NOT NULL,
	`loser_id` binary(16) NOT NULL,
	`before` json NOT NULL,
	`by_user_id` binary(16),
	`created_at` datetime(3) NOT NULL DEFAULT (now(3)),
	`undo_until` datetime(3) NOT NULL,
	`undone_at` datetime(3),
	CONSTRAINT `pk` PRIMARY KEY(`workspace_id`,`id`)
);
--> statement-breakpoint
CREATE TABLE `merge_moves` (
	`workspace_id` binary(16) NOT NULL,
	`merge_id` binary(16) NOT NULL,
	`kind` varchar(24) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`row_id` binary(16) NOT NULL,
	`data` json,
	CONSTRAINT `pk` PRIMARY KEY(`workspace_id`,`merge_id`,`kind`,`row_id`)
);
--> statement-breakpoint
CREATE TABLE `deal_contacts` (
	`workspace_id` binary(16) NOT NULL,
	`deal_id` binary(16) NOT NULL,
	`contact_id` binary(16) NOT NULL,
	`role` varchar(40),
	`is_primary` boolean NOT NULL DEFAULT false,
	`created_at` datetime(3) NOT NULL DEFAULT (now(3)),
	CONSTRAINT `pk` PRIMARY KEY(`workspace_id`,`deal_id`,`contact_id`)
);
--> statement-breakpoint
CREATE TABLE `deal_files` (
	`workspace_id` binary(16) NOT NULL,
	`deal_id` binary(16) NOT NULL,
	`attachment_id` binary(16) NOT NULL,
	`created_at` datetime(3) NOT NULL DEFAULT (now(3)),
	CONSTRAINT `pk` PRIMARY KEY(`workspace_id`,`deal_id`,`attachment_id`)
);
--> statement-breakpoint
CREATE TABLE `deal_moves` (
	`workspace_id` binary(16) NOT NULL,
	`deal_id` binary(16) NOT NULL,
	`ordinal` int NOT NULL,
	`pipeline_id` binary(16) NOT NULL,
	`stage_id` binary(16) NOT NULL,
	`status` enum('open','won','lost') NOT NULL,
	`entered_at` datetime(3) NOT NULL,
	`left_at` datetime(3),
	`by_user_id` binary(16),
	CONSTRAINT `pk` PRIMARY KEY(`workspace_id`,`deal_id`,`ordinal`)
);
--> statement-breakpoint
CREATE TABLE `deal_threads` (
	`workspace_id` binary(16) NOT NULL,
	`deal_id` binary(16) NOT NULL,
	`thread_id` binary(16) NOT NULL,
	`created_at` datetime(3) NOT NULL DEFAULT (now(3)),
	CONSTRAINT `pk` PRIMARY KEY(`workspace_id`,`deal_id`,`thread_id`)
);
--> statement-breakpoint
CREATE TABLE `deal_totals` (
	`workspace_id` binary(16) NOT NULL,
	`pipeline_id` binary(16) NOT NULL,
	`stage_id` binary(16) NOT NULL,
	`status` enum('open','won','lost') NOT NULL,
	`currency` varchar(3) NOT NULL,
	`count` bigint NOT NULL,
	`amount` decimal(30,0) NOT NULL,
	CONSTRAINT `pk` PRIMARY KEY(`workspace_id`,`pipeline_id`,`status`,`stage_id`,`currency`)
);
--> statement-breakpoint
CREATE TABLE `deals` (
	`workspace_id` binary(16) NOT NULL,
	`id` binary(16) NOT NULL,
	`number` bigint NOT NULL,
	`pipeline_id` binary(16) NOT NULL,
	`stage_id` binary(16) NOT NULL,
	`position` varchar(128) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`status` enum('open','won','lost') NOT NULL,
	`title` varchar(160) NOT NULL,
	`amount` bigint,
	`currency` varchar(3) NOT NULL,
	`company_id` binary(16),
	`owner_id` binary(16),
	`expected_close_on` date,
	`source` varchar(40),
	`lost_reason_id` binary(16),
	`lost_note` varchar(500),
	`closed_at` datetime(3),
	`stage_since` datetime(3) NOT NULL,
	`touched_at` datetime(3) NOT NULL,
	`next_task_at` datetime(3),
	`custom` json,
	`version` int NOT NULL DEFAULT 1,
	`created_at` datetime(3) NOT NULL DEFAULT (now(3)),
	`updated_at` datetime(3) NOT NULL DEFAULT (now(3)),
	`deleted_at` datetime(3),
	CONSTRAINT `pk` PRIMARY KEY(`workspace_id`,`id`),
	CONSTRAINT `deals_number` UNIQUE(`workspace_id`,`number`)
);
--> statement-breakpoint
CREATE TABLE `lost_reasons` (
	`workspace_id` binary(16) NOT NULL,
	`id` binary(16) NOT NULL,
	`label` varchar(80) NOT NULL,
	`position` int NOT NULL,
	`archived_at` datetime(3),
	`created_at` datetime(3) NOT NULL DEFAULT (now(3)),
	CONSTRAINT `pk` PRIMARY KEY(`workspace_id`,`id`)
);
--> statement-breakpoint
CREATE TABLE `pipelines` (
	`workspace_id` binary(16) NOT NULL,
	`id` binary(16) NOT NULL,
	`name` varchar(80) NOT NULL,
	`currency` varchar(3) NOT NULL,
	`position` int NOT NULL,
	`version` int NOT NULL DEFAULT 1,
	`archived_at` datetime(3),
	`created_at` datetime(3) NOT NULL DEFAULT (now(3)),
	`updated_at` datetime(3) NOT NULL DEFAULT (now(3)),
	CONSTRAINT `pk` PRIMARY KEY(`workspace_id`,`id`)
);
--> statement-breakpoint
CREATE TABLE `stages` (
	`workspace_id` binary(16) NOT NULL,
	`id` binary(16) NOT NULL,
	`pipeline_id` binary(16) NOT NULL,
	`name` varchar(60) NOT NULL,
	`position` int NOT NULL,
	`probability` tinyint NOT NULL,
	`rot_days` smallint,
	`required_fields` json NOT NULL,
	`archived_at` datetime(3),
	`created_at` datetime(3) NOT NULL DEFAULT (now(3)),
	CONSTRAINT `pk` PRIMARY KEY(`workspace_id`,`id`)
);
--> statement-breakpoint
CREATE TABLE `field_values` (
	`workspace_id` binary(16) NOT NULL,
	`field_id` binary(16) NOT NULL,
	`record_id` binary(16) NOT NULL,
	`ordinal` tinyint NOT NULL,
	`text` varchar(191) character set utf8mb4 collate utf8mb4_bin,
	`number` decimal(30,6),
	`at` datetime(3),
	CONSTRAINT `pk` PRIMARY KEY(`workspace_id`,`field_id`,`record_id`,`ordinal`)
);
--> statement-breakpoint
CREATE TABLE `fields` (
	`workspace_id` binary(16) NOT NULL,
	`id` binary(16) NOT NULL,
	`entity` enum('contact','company','deal') NOT NULL,
	`key` varchar(48) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`label` varchar(80) NOT NULL,
	`type` enum('text','long_text','number','money','date','date_time','select','multi_select','boolean','phone','email','url','member') NOT NULL,
	`options` json,
	`rules` json,
	`is_required` boolean NOT NULL DEFAULT false,
	`is_filterable` boolean NOT NULL DEFAULT false,
	`section` varchar(60),
	`position` int NOT NULL,
	`version` int NOT NULL DEFAULT 1,
	`archived_at` datetime(3),
	`created_at` datetime(3) NOT NULL DEFAULT (now(3)),
	`updated_at` datetime(3) NOT NULL DEFAULT (now(3)),
	CONSTRAINT `pk` PRIMARY KEY(`workspace_id`,`id`),
	CONSTRAINT `fields_key` UNIQUE(`workspace_id`,`entity`,`key`)
);
--> statement-breakpoint
CREATE TABLE `labelings` (
	`workspace_id` binary(16) NOT NULL,
	`entity` enum('contact','company','deal','conversation') NOT NULL,
	`record_id` binary(16) NOT NULL,
	`label_id` binary(16) NOT NULL,
	`created_at` datetime(3) NOT NULL DEFAULT (now(3)),
	CONSTRAINT `pk` PRIMARY KEY(`workspace_id`,`entity`,`record_id`,`label_id`)
);
--> statement-breakpoint
CREATE TABLE `labels` (
	`workspace_id` binary(16) NOT NULL,
	`id` binary(16) NOT NULL,
	`name` varchar(48) NOT NULL,
	`color` varchar(16) NOT NULL,
	`created_at` datetime(3) NOT NULL DEFAULT (now(3)),
	CONSTRAINT `pk` PRIMARY KEY(`workspace_id`,`id`),
	CONSTRAINT `labels_name` UNIQUE(`workspace_id`,`name`)
);
--> statement-breakpoint
CREATE TABLE `notes` (
	`workspace_id` binary(16) NOT NULL,
	`id` binary(16) NOT NULL,
	`entity` enum('contact','company','deal','conversation') NOT NULL,
	`record_id` binary(16) NOT NULL,
	`author_id` binary(16),
	`text` text NOT NULL,
	`version` int NOT NULL DEFAULT 1,
	`created_at` datetime(3) NOT NULL DEFAULT (now(3)),
	`updated_at` datetime(3) NOT NULL DEFAULT (now(3)),
	`deleted_at` datetime(3),
	CONSTRAINT `pk` PRIMARY KEY(`workspace_id`,`id`)
);
--> statement-breakpoint
CREATE TABLE `record_terms` (
	`workspace_id` binary(16) NOT NULL,
	`entity` enum('contact','company','deal','conversation') NOT NULL,
	`term` varchar(32) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`record_id` binary(16) NOT NULL,
	CONSTRAINT `pk` PRIMARY KEY(`workspace_id`,`entity`,`term`,`record_id`)
);
--> statement-breakpoint
CREATE TABLE `saved_views` (
	`workspace_id` binary(16) NOT NULL,
	`id` binary(16) NOT NULL,
	`entity` enum('contact','company','deal','conversation','task') NOT NULL,
	`name` varchar(80) NOT NULL,
	`created_by` binary(16) NOT NULL,
	`is_shared` boolean NOT NULL DEFAULT false,
	`definition` json NOT NULL,
	`position` int NOT NULL DEFAULT 0,
	`version` int NOT NULL DEFAULT 1,
	`created_at` datetime(3) NOT NULL DEFAULT (now(3)),
	`updated_at` datetime(3) NOT NULL DEFAULT (now(3)),
	CONSTRAINT `pk` PRIMARY KEY(`workspace_id`,`id`)
);
--> statement-breakpoint
CREATE TABLE `notifications` (
	`workspace_id` binary(16) NOT NULL,
	`id` binary(16) NOT NULL,
	`user_id` binary(16) NOT NULL,
	`kind` varchar(48) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`data` json NOT NULL,
	`dedupe_key` varchar(128) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`read_at` datetime(3),
	`created_at` datetime(3) NOT NULL DEFAULT (now(3)),
	CONSTRAINT `pk` PRIMARY KEY(`workspace_id`,`id`),
	CONSTRAINT `notifications_once` UNIQUE(`workspace_id`,`user_id`,`dedupe_key`)
);
--> statement-breakpoint
CREATE TABLE `tasks` (
	`workspace_id` binary(16) NOT NULL,
	`id` binary(16) NOT NULL,
	`title` varchar(200) NOT NULL,
	`description` text,
	`type` enum('call','message','meeting','quote','other') NOT NULL,
	`priority` enum('low','normal','high') NOT NULL,
	`assignee_id` binary(16),
	`created_by` binary(16),
	`entity` enum('contact','company','deal','conversation'),
	`record_id` binary(16),
	`due_local` varchar(16),
	`time_zone` varchar(64) NOT NULL,
	`due_at` datetime(3),
	`rrule` varchar(255),
	`remind_minutes` int,
	`done_at` datetime(3),
	`done_by` binary(16),
	`version` int NOT NULL DEFAULT 1,
	`created_at` datetime(3) NOT NULL DEFAULT (now(3)),
	`updated_at` datetime(3) NOT NULL DEFAULT (now(3)),
	`deleted_at` datetime(3),
	CONSTRAINT `pk` PRIMARY KEY(`workspace_id`,`id`)
);
--> statement-breakpoint
DROP INDEX `jobs_workspace` ON `jobs`;--> statement-breakpoint
ALTER TABLE `workspace_counters` ADD `deal_seq` bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `channels` ADD `default_pipeline_id` binary(16);--> statement-breakpoint
ALTER TABLE `contacts` ADD `owner_id` binary(16);--> statement-breakpoint
ALTER TABLE `contacts` ADD `lifecycle` enum('lead','qualified','customer','lost') DEFAULT 'lead' NOT NULL;--> statement-breakpoint
ALTER TABLE `contacts` ADD `language` varchar(8);--> statement-breakpoint
ALTER TABLE `contacts` ADD `time_zone` varchar(64);--> statement-breakpoint
ALTER TABLE `contacts` ADD `avatar_id` binary(16);--> statement-breakpoint
ALTER TABLE `contacts` ADD `source` varchar(40);--> statement-breakpoint
ALTER TABLE `contacts` ADD `custom` json;--> statement-breakpoint
ALTER TABLE `contacts` ADD `deleted_at` datetime(3);--> statement-breakpoint
ALTER TABLE `identities` ADD `label` varchar(24);--> statement-breakpoint
ALTER TABLE `identities` ADD `is_primary` boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `identities` ADD `source` varchar(16) character set utf8mb4 collate utf8mb4_bin DEFAULT 'channel' NOT NULL;--> statement-breakpoint
CREATE INDEX `audit_log_record` ON `audit_log` (`workspace_id`,`entity`,`record_id`,`seq`);--> statement-breakpoint
CREATE INDEX `audit_log_actor` ON `audit_log` (`workspace_id`,`actor_key`,`seq`);--> statement-breakpoint
CREATE INDEX `audit_log_action` ON `audit_log` (`workspace_id`,`action`,`seq`);--> statement-breakpoint
CREATE INDEX `companies_name` ON `companies` (`workspace_id`,`name`,`id`);--> statement-breakpoint
CREATE INDEX `companies_created` ON `companies` (`workspace_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `companies_updated` ON `companies` (`workspace_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `companies_owner` ON `companies` (`workspace_id`,`owner_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `companies_parent` ON `companies` (`workspace_id`,`parent_id`,`id`);--> statement-breakpoint
CREATE INDEX `contact_companies_company` ON `contact_companies` (`workspace_id`,`company_id`,`contact_id`);--> statement-breakpoint
CREATE INDEX `consents_contact` ON `consents` (`workspace_id`,`contact_id`,`at`,`id`);--> statement-breakpoint
CREATE INDEX `contact_merges_winner` ON `contact_merges` (`workspace_id`,`winner_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `contact_merges_loser` ON `contact_merges` (`workspace_id`,`loser_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `deal_contacts_contact` ON `deal_contacts` (`workspace_id`,`contact_id`,`deal_id`);--> statement-breakpoint
CREATE INDEX `deal_files_attachment` ON `deal_files` (`workspace_id`,`attachment_id`);--> statement-breakpoint
CREATE INDEX `deal_threads_thread` ON `deal_threads` (`workspace_id`,`thread_id`,`deal_id`);--> statement-breakpoint
CREATE INDEX `deals_board` ON `deals` (`workspace_id`,`pipeline_id`,`status`,`stage_id`,`position`,`id`);--> statement-breakpoint
CREATE INDEX `deals_owner` ON `deals` (`workspace_id`,`owner_id`,`status`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `deals_created` ON `deals` (`workspace_id`,`status`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `deals_updated` ON `deals` (`workspace_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `deals_close` ON `deals` (`workspace_id`,`status`,`expected_close_on`,`id`);--> statement-breakpoint
CREATE INDEX `deals_amount` ON `deals` (`workspace_id`,`status`,`amount`,`id`);--> statement-breakpoint
CREATE INDEX `deals_company` ON `deals` (`workspace_id`,`company_id`,`id`);--> statement-breakpoint
CREATE INDEX `stages_pipeline` ON `stages` (`workspace_id`,`pipeline_id`,`position`);--> statement-breakpoint
CREATE INDEX `field_values_text` ON `field_values` (`workspace_id`,`field_id`,`text`,`record_id`);--> statement-breakpoint
CREATE INDEX `field_values_number` ON `field_values` (`workspace_id`,`field_id`,`number`,`record_id`);--> statement-breakpoint
CREATE INDEX `field_values_at` ON `field_values` (`workspace_id`,`field_id`,`at`,`record_id`);--> statement-breakpoint
CREATE INDEX `field_values_record` ON `field_values` (`workspace_id`,`record_id`);--> statement-breakpoint
CREATE INDEX `labelings_label` ON `labelings` (`workspace_id`,`label_id`,`entity`,`record_id`);--> statement-breakpoint
CREATE INDEX `notes_record` ON `notes` (`workspace_id`,`entity`,`record_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `notes_updated` ON `notes` (`workspace_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `record_terms_record` ON `record_terms` (`workspace_id`,`entity`,`record_id`,`term`);--> statement-breakpoint
CREATE INDEX `saved_views_entity` ON `saved_views` (`workspace_id`,`entity`,`position`,`id`);--> statement-breakpoint
CREATE INDEX `notifications_user` ON `notifications` (`workspace_id`,`user_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `notifications_unread` ON `notifications` (`workspace_id`,`user_id`,`read_at`,`id`);--> statement-breakpoint
CREATE INDEX `tasks_assignee` ON `tasks` (`workspace_id`,`assignee_id`,`done_at`,`due_at`,`id`);--> statement-breakpoint
CREATE INDEX `tasks_due` ON `tasks` (`workspace_id`,`done_at`,`due_at`,`id`);--> statement-breakpoint
CREATE INDEX `tasks_record` ON `tasks` (`workspace_id`,`entity`,`record_id`,`done_at`,`due_at`);--> statement-breakpoint
CREATE INDEX `tasks_updated` ON `tasks` (`workspace_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `contacts_name` ON `contacts` (`workspace_id`,`name`,`id`);--> statement-breakpoint
CREATE INDEX `contacts_updated` ON `contacts` (`workspace_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `contacts_owner` ON `contacts` (`workspace_id`,`owner_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `contacts_lifecycle` ON `contacts` (`workspace_id`,`lifecycle`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `jobs_workspace` ON `jobs` (`workspace_id`,`state`,`name`,`run_at`,`id`);