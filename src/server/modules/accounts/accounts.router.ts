export * from '../../api/trpc/routers/accounts.router.ts'
