import { defineConfig } from 'drizzle-kit'

// No credentials: drizzle-kit only writes migrations here, our own migrator applies them.
export default defineConfig({ dialect: 'mysql', schema: 'src/server/schema/index.ts', out: 'drizzle' })
