export { termsOf } from '../../../../shared/terms.ts'
