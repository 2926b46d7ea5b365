export { addLabels } from './add-labels.ts'
export { createLabel, deleteLabel, listLabels, updateLabel } from './manage-labels.ts'
export { labelsOf } from './labels-of.ts'
export { restoreLabels, setLabels } from './set-labels.ts'
