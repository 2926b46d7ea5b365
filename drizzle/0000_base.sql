CREATE TABLE `api_keys` (
	`workspace_id` binary(16) NOT NULL,
	`id` binary(16) NOT NULL,
	`name` varchar(120) NOT NULL,
	`key_hash` binary(32) NOT NULL,
	`created_by` binary(16),
	`last_used_at` datetime(3),
	`revoked_at` datetime(3),
	`created_at` datetime(3) NOT NULL DEFAULT (now(3)),
	CONSTRAINT `pk` PRIMARY KEY(`workspace_id`,`id`),
	CONSTRAINT `api_keys_hash` UNIQUE(`workspace_id`,`key_hash`)
);
--> statement-breakpoint
CREATE TABLE `attempts` (
	`key_hash` binary(32) NOT NULL,
	`count` int NOT NULL,
	`reset_at` datetime(3) NOT NULL,
	CONSTRAINT `attempts_key_hash` PRIMARY KEY(`key_hash`)
);
--> statement-breakpoint
CREATE TABLE `idempotent_calls` (
	`workspace_id` binary(16) NOT NULL,
	`key_hash` binary(32) NOT NULL,
	`request_hash` binary(32) NOT NULL,
	`status` int,
	`body` json,
	`created_at` datetime(3) NOT NULL DEFAULT (now(3)),
	CONSTRAINT `pk` PRIMARY KEY(`workspace_id`,`key_hash`)
);
--> statement-breakpoint
CREATE TABLE `memberships` (
	`workspace_id` binary(16) NOT NULL,
	`user_id` binary(16) NOT NULL,
	`role` enum('owner','admin','agent','viewer') NOT NULL,
	`disabled_at` datetime(3),
	`created_at` datetime(3) NOT NULL DEFAULT (now(3)),
	CONSTRAINT `pk` PRIMARY KEY(`workspace_id`,`user_id`)
);
--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` binary(16) NOT NULL,
	`user_id` binary(16) NOT NULL,
	`token_hash` binary(32) NOT NULL,
	`ip` varchar(45) NOT NULL,
	`user_agent` varchar(255) NOT NULL,
	`created_at` datetime(3) NOT NULL DEFAULT (now(3)),
	`last_used_at` datetime(3) NOT NULL,
	`expires_at` datetime(3) NOT NULL,
	CONSTRAINT `sessions_id` PRIMARY KEY(`id`),
	CONSTRAINT `sessions_token` UNIQUE(`token_hash`)
);
--> statement-breakpoint
CREATE TABLE `users` (
	`id` binary(16) NOT NULL,
	`email` varchar(254) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`name` varchar(120) NOT NULL,
	`password_hash` varchar(100) NOT NULL,
	`locale` varchar(8),
	`disabled_at` datetime(3),
	`created_at` datetime(3) NOT NULL DEFAULT (now(3)),
	CONSTRAINT `users_id` PRIMARY KEY(`id`),
	CONSTRAINT `users_email` UNIQUE(`email`)
);
--> statement-breakpoint
CREATE TABLE `workspace_counters` (
	`workspace_id` binary(16) NOT NULL,
	`event_seq` bigint NOT NULL DEFAULT 0,
	`conversation_seq` bigint NOT NULL DEFAULT 0,
	`updated_at` datetime(3) NOT NULL DEFAULT (now(3)),
	CONSTRAINT `workspace_counters_workspace_id` PRIMARY KEY(`workspace_id`)
);
--> statement-breakpoint
CREATE TABLE `workspaces` (
	`id` binary(16) NOT NULL,
	`slug` varchar(63) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`name` varchar(120) NOT NULL,
	`country` varchar(2) NOT NULL,
	`currency` varchar(3) NOT NULL,
	`time_zone` varchar(64) NOT NULL,
	`phone_code` varchar(4) NOT NULL,
	`locale` varchar(8) NOT NULL,
	`created_at` datetime(3) NOT NULL DEFAULT (now(3)),
	CONSTRAINT `workspaces_id` PRIMARY KEY(`id`),
	CONSTRAINT `workspaces_slug` UNIQUE(`slug`)
);
--> statement-breakpoint
CREATE TABLE `channels` (
	`workspace_id` binary(16) NOT NULL,
	`id` binary(16) NOT NULL,
	`kind` enum('whatsapp_cloud') NOT NULL,
	`name` varchar(120) NOT NULL,
	`status` enum('connected','needs_attention','disconnected') NOT NULL,
	`external_account_id` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`active_key` tinyint,
	`external_parent_id` varchar(64) character set utf8mb4 collate utf8mb4_bin,
	`identity_scope` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`address` varchar(64),
	`credentials` text NOT NULL,
	`verify_token` text,
	`health` json NOT NULL,
	`send_gap_ms` int NOT NULL,
	`last_inbound_at` datetime(3),
	`created_at` datetime(3) NOT NULL DEFAULT (now(3)),
	`updated_at` datetime(3) NOT NULL DEFAULT (now(3)),
	`disconnected_at` datetime(3),
	CONSTRAINT `pk` PRIMARY KEY(`workspace_id`,`id`),
	CONSTRAINT `channels_live_account` UNIQUE(`kind`,`external_account_id`,`active_key`)
);
--> statement-breakpoint
CREATE TABLE `contact_terms` (
	`workspace_id` binary(16) NOT NULL,
	`term` varchar(32) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`contact_id` binary(16) NOT NULL,
	CONSTRAINT `pk` PRIMARY KEY(`workspace_id`,`term`,`contact_id`)
);
--> statement-breakpoint
CREATE TABLE `contacts` (
	`workspace_id` binary(16) NOT NULL,
	`id` binary(16) NOT NULL,
	`name` varchar(120) NOT NULL,
	`name_is_manual` boolean NOT NULL DEFAULT false,
	`username` varchar(120),
	`merged_into_id` binary(16),
	`version` int NOT NULL DEFAULT 1,
	`created_at` datetime(3) NOT NULL DEFAULT (now(3)),
	`updated_at` datetime(3) NOT NULL DEFAULT (now(3)),
	CONSTRAINT `pk` PRIMARY KEY(`workspace_id`,`id`)
);
--> statement-breakpoint
CREATE TABLE `identities` (
	`workspace_id` binary(16) NOT NULL,
	`id` binary(16) NOT NULL,
	`contact_id` binary(16) NOT NULL,
	`kind` varchar(24) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`scope` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`value` varchar(254) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`match_key` varchar(254) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`reverse_key` varchar(32) character set utf8mb4 collate utf8mb4_bin,
	`is_current` boolean NOT NULL DEFAULT true,
	`created_at` datetime(3) NOT NULL DEFAULT (now(3)),
	CONSTRAINT `pk` PRIMARY KEY(`workspace_id`,`id`),
	CONSTRAINT `identities_match` UNIQUE(`workspace_id`,`kind`,`scope`,`match_key`)
);
--> statement-breakpoint
CREATE TABLE `merge_suggestions` (
	`workspace_id` binary(16) NOT NULL,
	`contact_id` binary(16) NOT NULL,
	`other_contact_id` binary(16) NOT NULL,
	`reason` varchar(64) NOT NULL,
	`created_at` datetime(3) NOT NULL DEFAULT (now(3)),
	`dismissed_at` datetime(3),
	CONSTRAINT `pk` PRIMARY KEY(`workspace_id`,`contact_id`,`other_contact_id`)
);
--> statement-breakpoint
CREATE TABLE `conversations` (
	`workspace_id` binary(16) NOT NULL,
	`id` binary(16) NOT NULL,
	`number` bigint NOT NULL,
	`thread_id` binary(16) NOT NULL,
	`contact_id` binary(16) NOT NULL,
	`channel_id` binary(16) NOT NULL,
	`open_key` binary(16),
	`status` enum('open','pending','snoozed','resolved') NOT NULL,
	`assignee_id` binary(16),
	`waiting_since` datetime(3),
	`first_reply_at` datetime(3),
	`resolved_at` datetime(3),
	`unread_count` int NOT NULL DEFAULT 0,
	`last_message_at` datetime(3) NOT NULL,
	`last_direction` enum('inbound','outbound') NOT NULL,
	`last_message_type` varchar(24) NOT NULL,
	`preview` varchar(160) NOT NULL,
	`version` int NOT NULL DEFAULT 1,
	`created_at` datetime(3) NOT NULL DEFAULT (now(3)),
	CONSTRAINT `pk` PRIMARY KEY(`workspace_id`,`id`),
	CONSTRAINT `conversations_open` UNIQUE(`workspace_id`,`open_key`),
	CONSTRAINT `conversations_number` UNIQUE(`workspace_id`,`number`)
);
--> statement-breakpoint
CREATE TABLE `drafts` (
	`workspace_id` binary(16) NOT NULL,
	`user_id` binary(16) NOT NULL,
	`thread_id` binary(16) NOT NULL,
	`mode` enum('reply','note') NOT NULL,
	`text` text NOT NULL,
	`quoted_message_id` binary(16),
	`attachment_ids` json NOT NULL,
	`updated_at` datetime(3) NOT NULL DEFAULT (now(3)),
	CONSTRAINT `pk` PRIMARY KEY(`workspace_id`,`user_id`,`thread_id`,`mode`)
);
--> statement-breakpoint
CREATE TABLE `thread_aliases` (
	`workspace_id` binary(16) NOT NULL,
	`channel_id` binary(16) NOT NULL,
	`alias_key` varchar(200) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`thread_id` binary(16) NOT NULL,
	`created_at` datetime(3) NOT NULL DEFAULT (now(3)),
	CONSTRAINT `pk` PRIMARY KEY(`workspace_id`,`channel_id`,`alias_key`)
);
--> statement-breakpoint
CREATE TABLE `threads` (
	`workspace_id` binary(16) NOT NULL,
	`id` binary(16) NOT NULL,
	`channel_id` binary(16) NOT NULL,
	`contact_id` binary(16) NOT NULL,
	`reply_address` varchar(200) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`last_conversation_id` binary(16),
	`last_inbound_at` datetime(3),
	`last_outbound_at` datetime(3),
	`window_expires_at` datetime(3),
	`created_at` datetime(3) NOT NULL DEFAULT (now(3)),
	CONSTRAINT `pk` PRIMARY KEY(`workspace_id`,`id`)
);
--> statement-breakpoint
CREATE TABLE `attachments` (
	`workspace_id` binary(16) NOT NULL,
	`id` binary(16) NOT NULL,
	`message_id` binary(16),
	`uploaded_by` binary(16),
	`kind` varchar(16) NOT NULL,
	`state` enum('uploaded','pending','ready','failed','too_big') NOT NULL,
	`mime` varchar(127) NOT NULL,
	`size` bigint,
	`sha256` varchar(64) character set utf8mb4 collate utf8mb4_bin,
	`file_name` varchar(255),
	`external_media_id` varchar(191) character set utf8mb4 collate utf8mb4_bin,
	`attempts` int NOT NULL DEFAULT 0,
	`error` varchar(255),
	`created_at` datetime(3) NOT NULL DEFAULT (now(3)),
	CONSTRAINT `pk` PRIMARY KEY(`workspace_id`,`id`)
);
--> statement-breakpoint
CREATE TABLE `message_reactions` (
	`workspace_id` binary(16) NOT NULL,
	`channel_id` binary(16) NOT NULL,
	`target_external_key` varchar(191) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`actor_key` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`emoji` varchar(64),
	`at` datetime(3) NOT NULL,
	CONSTRAINT `pk` PRIMARY KEY(`workspace_id`,`channel_id`,`target_external_key`,`actor_key`)
);
--> statement-breakpoint
CREATE TABLE `messages` (
	`workspace_id` binary(16) NOT NULL,
	`id` binary(16) NOT NULL,
	`channel_id` binary(16) NOT NULL,
	`thread_id` binary(16) NOT NULL,
	`conversation_id` binary(16) NOT NULL,
	`direction` enum('inbound','outbound','internal') NOT NULL,
	`origin` enum('contact','agent','api','device','system') NOT NULL,
	`author_id` binary(16),
	`external_key` varchar(191) character set utf8mb4 collate utf8mb4_bin,
	`client_token` varchar(64) character set utf8mb4 collate utf8mb4_bin,
	`type` varchar(24) NOT NULL,
	`text` text,
	`payload` json,
	`quoted_external_key` varchar(191) character set utf8mb4 collate utf8mb4_bin,
	`status` enum('queued','sending','unknown','sent','delivered','read','played','failed'),
	`error` json,
	`sent_at` datetime(3) NOT NULL,
	`delivered_at` datetime(3),
	`read_at` datetime(3),
	`edited_at` datetime(3),
	`deleted_at` datetime(3),
	`created_at` datetime(3) NOT NULL DEFAULT (now(3)),
	CONSTRAINT `pk` PRIMARY KEY(`workspace_id`,`id`),
	CONSTRAINT `messages_external` UNIQUE(`workspace_id`,`channel_id`,`external_key`),
	CONSTRAINT `messages_client_token` UNIQUE(`workspace_id`,`client_token`)
);
--> statement-breakpoint
CREATE TABLE `pending_statuses` (
	`workspace_id` binary(16) NOT NULL,
	`channel_id` binary(16) NOT NULL,
	`external_key` varchar(191) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`status` enum('queued','sending','unknown','sent','delivered','read','played','failed') NOT NULL,
	`error` json,
	`at` datetime(3) NOT NULL,
	`created_at` datetime(3) NOT NULL DEFAULT (now(3)),
	CONSTRAINT `pk` PRIMARY KEY(`workspace_id`,`channel_id`,`external_key`,`status`)
);
--> statement-breakpoint
CREATE TABLE `event_cursors` (
	`workspace_id` binary(16) NOT NULL,
	`subscriber` varchar(48) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`seq` bigint NOT NULL,
	CONSTRAINT `pk` PRIMARY KEY(`workspace_id`,`subscriber`)
);
--> statement-breakpoint
CREATE TABLE `events` (
	`workspace_id` binary(16) NOT NULL,
	`seq` bigint NOT NULL,
	`type` varchar(48) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`data` json NOT NULL,
	`at` datetime(3) NOT NULL,
	CONSTRAINT `pk` PRIMARY KEY(`workspace_id`,`seq`)
);
--> statement-breakpoint
CREATE TABLE `jobs` (
	`id` bigint AUTO_INCREMENT NOT NULL,
	`workspace_id` binary(16) NOT NULL,
	`name` varchar(64) NOT NULL,
	`state` enum('ready','running','dead') NOT NULL,
	`run_at` datetime(3) NOT NULL,
	`attempts` int NOT NULL DEFAULT 0,
	`locked_until` datetime(3),
	`lock_token` binary(16),
	`dedupe_key` varchar(128) character set utf8mb4 collate utf8mb4_bin,
	`payload` json NOT NULL,
	`last_error` varchar(500),
	`created_at` datetime(3) NOT NULL DEFAULT (now(3)),
	CONSTRAINT `jobs_id` PRIMARY KEY(`id`),
	CONSTRAINT `jobs_dedupe` UNIQUE(`workspace_id`,`name`,`dedupe_key`)
);
--> statement-breakpoint
CREATE TABLE `leases` (
	`name` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`owner` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`expires_at` datetime(3) NOT NULL,
	CONSTRAINT `leases_name` PRIMARY KEY(`name`)
);
--> statement-breakpoint
CREATE TABLE `outbox` (
	`id` bigint AUTO_INCREMENT NOT NULL,
	`workspace_id` binary(16) NOT NULL,
	`channel_id` binary(16) NOT NULL,
	`thread_id` binary(16) NOT NULL,
	`message_id` binary(16) NOT NULL,
	`state` enum('queued','sending','unknown','held','failed') NOT NULL,
	`priority` tinyint NOT NULL DEFAULT 5,
	`run_at` datetime(3) NOT NULL,
	`attempts` int NOT NULL DEFAULT 0,
	`unknown_retries` int NOT NULL DEFAULT 0,
	`token` bigint NOT NULL DEFAULT 0,
	`locked_until` datetime(3),
	`last_error` varchar(500),
	`created_at` datetime(3) NOT NULL DEFAULT (now(3)),
	CONSTRAINT `outbox_id` PRIMARY KEY(`id`),
	CONSTRAINT `outbox_message` UNIQUE(`workspace_id`,`message_id`)
);
--> statement-breakpoint
CREATE TABLE `outbox_lanes` (
	`channel_id` binary(16) NOT NULL,
	`workspace_id` binary(16) NOT NULL,
	`next_at` datetime(3) NOT NULL,
	`leased_until` datetime(3) NOT NULL,
	`owner` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`fence` bigint NOT NULL DEFAULT 0,
	CONSTRAINT `outbox_lanes_channel_id` PRIMARY KEY(`channel_id`)
);
--> statement-breakpoint
CREATE TABLE `receipts` (
	`id` bigint AUTO_INCREMENT NOT NULL,
	`workspace_id` binary(16) NOT NULL,
	`channel_id` binary(16) NOT NULL,
	`dedupe` binary(16) NOT NULL,
	`state` enum('pending','done','failed') NOT NULL,
	`body` mediumblob NOT NULL,
	`error` json,
	`attempts` int NOT NULL DEFAULT 0,
	`received_at` datetime(3) NOT NULL,
	`done_at` datetime(3),
	CONSTRAINT `receipts_id` PRIMARY KEY(`id`),
	CONSTRAINT `receipts_dedupe` UNIQUE(`workspace_id`,`channel_id`,`dedupe`)
);
--> statement-breakpoint
CREATE TABLE `unrouted_items` (
	`id` bigint AUTO_INCREMENT NOT NULL,
	`dedupe` binary(16) NOT NULL,
	`reason` varchar(64) NOT NULL,
	`external_account_id` varchar(64) character set utf8mb4 collate utf8mb4_bin,
	`body` mediumblob NOT NULL,
	`count` int NOT NULL DEFAULT 1,
	`received_at` datetime(3) NOT NULL,
	CONSTRAINT `unrouted_items_id` PRIMARY KEY(`id`),
	CONSTRAINT `unrouted_items_dedupe` UNIQUE(`dedupe`)
);
--> statement-breakpoint
CREATE INDEX `attempts_reset` ON `attempts` (`reset_at`);--> statement-breakpoint
CREATE INDEX `idempotent_calls_age` ON `idempotent_calls` (`workspace_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `memberships_user` ON `memberships` (`user_id`);--> statement-breakpoint
CREATE INDEX `sessions_user` ON `sessions` (`user_id`);--> statement-breakpoint
CREATE INDEX `sessions_expiry` ON `sessions` (`expires_at`);--> statement-breakpoint
CREATE INDEX `channels_created` ON `channels` (`workspace_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `contact_terms_contact` ON `contact_terms` (`workspace_id`,`contact_id`,`term`);--> statement-breakpoint
CREATE INDEX `contacts_created` ON `contacts` (`workspace_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `identities_contact` ON `identities` (`workspace_id`,`contact_id`);--> statement-breakpoint
CREATE INDEX `identities_reverse` ON `identities` (`workspace_id`,`kind`,`reverse_key`);--> statement-breakpoint
CREATE INDEX `conversations_all` ON `conversations` (`workspace_id`,`status`,`last_message_at`,`id`);--> statement-breakpoint
CREATE INDEX `conversations_assignee` ON `conversations` (`workspace_id`,`assignee_id`,`status`,`last_message_at`,`id`);--> statement-breakpoint
CREATE INDEX `conversations_waiting` ON `conversations` (`workspace_id`,`status`,`waiting_since`,`id`);--> statement-breakpoint
CREATE INDEX `conversations_assignee_waiting` ON `conversations` (`workspace_id`,`assignee_id`,`status`,`waiting_since`,`id`);--> statement-breakpoint
CREATE INDEX `conversations_contact` ON `conversations` (`workspace_id`,`contact_id`,`last_message_at`,`id`);--> statement-breakpoint
CREATE INDEX `conversations_channel` ON `conversations` (`workspace_id`,`channel_id`,`status`,`last_message_at`,`id`);--> statement-breakpoint
CREATE INDEX `thread_aliases_thread` ON `thread_aliases` (`workspace_id`,`thread_id`);--> statement-breakpoint
CREATE INDEX `threads_contact` ON `threads` (`workspace_id`,`contact_id`);--> statement-breakpoint
CREATE INDEX `attachments_message` ON `attachments` (`workspace_id`,`message_id`);--> statement-breakpoint
CREATE INDEX `messages_thread` ON `messages` (`workspace_id`,`thread_id`,`sent_at`,`id`);--> statement-breakpoint
CREATE INDEX `jobs_due` ON `jobs` (`state`,`run_at`,`id`);--> statement-breakpoint
CREATE INDEX `jobs_workspace` ON `jobs` (`workspace_id`,`state`,`id`);--> statement-breakpoint
CREATE INDEX `outbox_lane` ON `outbox` (`channel_id`,`state`,`priority`,`id`);--> statement-breakpoint
CREATE INDEX `outbox_due` ON `outbox` (`state`,`run_at`,`id`);--> statement-breakpoint
CREATE INDEX `outbox_thread` ON `outbox` (`workspace_id`,`thread_id`,`id`);--> statement-breakpoint
CREATE INDEX `outbox_lanes_workspace` ON `outbox_lanes` (`workspace_id`);--> statement-breakpoint
CREATE INDEX `receipts_state` ON `receipts` (`state`,`id`);--> statement-breakpoint
CREATE INDEX `receipts_workspace` ON `receipts` (`workspace_id`,`state`,`id`);