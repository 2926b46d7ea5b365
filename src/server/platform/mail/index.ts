export { createMailer, type Letter, type Mailer } from './mailer.ts'
