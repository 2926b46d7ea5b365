export { createExport, EXPORT_JOB, getExport, listExports } from './create-export.ts'
export { csvLine } from './domain/safe-cell.ts'
export { exportFile } from './export-file.ts'
export { REMOVE_EXPORT_JOB, removeExport, writeExport } from './write-export.ts'
