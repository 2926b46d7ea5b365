export { attachmentUrl } from './attachment-url.ts'
export { deleteUnsent, findStoredFile, insertUploaded, type StoredFile } from './stored-files.ts'
