export { fetchAttachment, type FetchServices } from './fetch-attachment.ts'
