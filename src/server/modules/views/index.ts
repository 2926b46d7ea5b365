export { createView, deleteView, listViews, updateView, type ViewKeeper } from './views.ts'
