export { createStorage, type ByteRange, type Storage, type Stored } from './storage.ts'
