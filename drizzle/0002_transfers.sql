CREATE TABLE `exports` (
	`workspace_id` binary(16) NOT NULL,
	`id` binary(16) NOT NULL,
	`entity` enum('contact','company','deal') NOT NULL,
	`format` enum('csv','xlsx') NOT NULL,
	`state` enum('running','ready','failed','expired') NOT NULL,
	`request` json NOT NULL,
	`row_count` int NOT NULL DEFAULT 0,
	`file_id` binary(16) NOT NULL,
	`file_name` varchar(240) NOT NULL,
	`size` int,
	`actor` json NOT NULL,
	`created_at` datetime(3) NOT NULL DEFAULT (now(3)),
	`updated_at` datetime(3) NOT NULL DEFAULT (now(3)),
	`finished_at` datetime(3),
	`expires_at` datetime(3),
	CONSTRAINT `pk` PRIMARY KEY(`workspace_id`,`id`)
);
--> statement-breakpoint
CREATE TABLE `import_rows` (
	`workspace_id` binary(16) NOT NULL,
	`import_id` binary(16) NOT NULL,
	`row_no` int NOT NULL,
	`cells` json NOT NULL,
	`flaw` varchar(40),
	`outcome` enum('created','updated','skipped','failed'),
	`reason` varchar(200),
	`contact_id` binary(16),
	`contact_version` int,
	`before` json,
	CONSTRAINT `pk` PRIMARY KEY(`workspace_id`,`import_id`,`row_no`)
);
--> statement-breakpoint
CREATE TABLE `imports` (
	`workspace_id` binary(16) NOT NULL,
	`id` binary(16) NOT NULL,
	`state` enum('uploaded','mapped','checked','running','done','failed','undoing','undone') NOT NULL,
	`file_id` binary(16) NOT NULL,
	`file_name` varchar(240) NOT NULL,
	`size` int NOT NULL,
	`format` json NOT NULL,
	`columns` json NOT NULL,
	`header_key` varchar(64) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`settings` json,
	`staged_rows` int NOT NULL DEFAULT 0,
	`row_count` int,
	`done_rows` int NOT NULL DEFAULT 0,
	`check_result` json,
	`created` int NOT NULL DEFAULT 0,
	`updated` int NOT NULL DEFAULT 0,
	`skipped` int NOT NULL DEFAULT 0,
	`failed` int NOT NULL DEFAULT 0,
	`undo_result` json,
	`undone_through` binary(16),
	`error` json,
	`actor` json NOT NULL,
	`created_at` datetime(3) NOT NULL DEFAULT (now(3)),
	`updated_at` datetime(3) NOT NULL DEFAULT (now(3)),
	`finished_at` datetime(3),
	CONSTRAINT `pk` PRIMARY KEY(`workspace_id`,`id`)
);
--> statement-breakpoint
CREATE INDEX `exports_created` ON `exports` (`workspace_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `import_rows_contact` ON `import_rows` (`workspace_id`,`import_id`,`contact_id`,`row_no`);--> statement-breakpoint
CREATE INDEX `import_rows_outcome` ON `import_rows` (`workspace_id`,`import_id`,`outcome`,`row_no`);--> statement-breakpoint
CREATE INDEX `imports_created` ON `imports` (`workspace_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `imports_headers` ON `imports` (`workspace_id`,`header_key`,`created_at`);