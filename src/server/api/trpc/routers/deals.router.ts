import {
  BulkDeals,
  ChatsOfDeals,
  CreateDeal,
  DealBoard,
  DealByNumber,
  DealColumn,
  DealForecast,
  DealRef,
  DealsByThreads,
  DealsOfCompany,
  DealsOfContact,
  DealsOfConversation,
  LinkContact,
  LinkConversation,
  LinkFile,
  LinkThread,
  ListDeals,
  LoseDeal,
  ManyDeals,
  MoveDeal,
  UnlinkContact,
  UpdateDeal,
  WinDeal,
} from '../../../../shared/contracts/deals.ts'
import {
  bulkDeals,
  chatsOfDeals,
  createDeal,
  dealForecast,
  dealsOfCompany,
  dealsOfContact,
  dealsOfConversation,
  deleteDeal,
  deleteDeals,
  getBoard,
  getColumn,
  getDeal,
  linkContact,
  linkFile,
  linkThread,
  listDeals,
  loseDeal,
  moveDeal,
  openByThreads,
  reopenDeal,
  restoreDeal,
  restoreDeals,
  unlinkContact,
  unlinkFile,
  unlinkThread,
  updateDeal,
  winDeal,
} from '../../../modules/deals/index.ts'
import { router, workspace } from '../base.ts'

const view = () => workspace('deals.view')
const change = () => workspace('deals.update')

export const dealsRouter = router({
  board: view()
    .input(DealBoard)
    .query(({ ctx, input }) => getBoard(ctx.db, input, { me: ctx.actor.userId, now: ctx.services.now() })),
  column: view()
    .input(DealColumn)
    .query(({ ctx, input }) => getColumn(ctx.db, input, { me: ctx.actor.userId, now: ctx.services.now() })),
  list: view()
    .input(ListDeals)
    .query(({ ctx, input }) => listDeals(ctx.db, input, { me: ctx.actor.userId, now: ctx.services.now() })),
  get: view()
    .input(DealRef)
    .query(({ ctx, input }) => getDeal(ctx.db, input)),
  byNumber: view()
    .input(DealByNumber)
    .query(({ ctx, input }) => getDeal(ctx.db, input)),
  ofContact: view()
    .input(DealsOfContact)
    .query(({ ctx, input }) => dealsOfContact(ctx.db, input.contactId)),
  ofCompany: view()
    .input(DealsOfCompany)
    .query(({ ctx, input }) => dealsOfCompany(ctx.db, input.companyId)),
  ofConversation: view()
    .input(DealsOfConversation)
    .query(({ ctx, input }) => dealsOfConversation(ctx.db, input.conversationId)),
  openByThreads: view()
    .input(DealsByThreads)
    .query(async ({ ctx, input }) => ({ items: await openByThreads(ctx.db, input.threadIds) })),
  chats: view()
    .input(ChatsOfDeals)
    .query(async ({ ctx, input }) => ({ items: await chatsOfDeals(ctx.db, input.ids) })),
  forecast: view()
    .input(DealForecast)
    .query(({ ctx, input }) => dealForecast(ctx.db, input, new Date())),
  create: change()
    .input(CreateDeal)
    .mutation(({ ctx, input }) => createDeal(ctx.db, input, ctx.actor)),
  update: change()
    .input(UpdateDeal)
    .mutation(({ ctx, input }) => updateDeal(ctx.db, input, ctx.actor)),
  move: change()
    .input(MoveDeal)
    .mutation(({ ctx, input }) => moveDeal(ctx.db, input, ctx.actor)),
  win: change()
    .input(WinDeal)
    .mutation(({ ctx, input }) => winDeal(ctx.db, input, ctx.actor)),
  lose: change()
    .input(LoseDeal)
    .mutation(({ ctx, input }) => loseDeal(ctx.db, input, ctx.actor)),
  reopen: change()
    .input(DealRef)
    .mutation(({ ctx, input }) => reopenDeal(ctx.db, input, ctx.actor)),
  delete: workspace('deals.delete')
    .input(DealRef)
    .mutation(({ ctx, input }) => deleteDeal(ctx.db, input, ctx.actor)),
  restore: workspace('deals.delete')
    .input(DealRef)
    .mutation(({ ctx, input }) => restoreDeal(ctx.db, input, ctx.actor)),
  deleteMany: workspace('deals.delete')
    .input(ManyDeals)
    .mutation(({ ctx, input }) => deleteDeals(ctx.db, input, ctx.actor)),
  restoreMany: workspace('deals.delete')
    .input(ManyDeals)
    .mutation(({ ctx, input }) => restoreDeals(ctx.db, input, ctx.actor)),
  bulk: change()
    .input(BulkDeals)
    .mutation(({ ctx, input }) => bulkDeals(ctx.db, input, ctx.actor)),
  linkContact: change()
    .input(LinkContact)
    .mutation(({ ctx, input }) => linkContact(ctx.db, input, ctx.actor)),
  unlinkContact: change()
    .input(UnlinkContact)
    .mutation(({ ctx, input }) => unlinkContact(ctx.db, input, ctx.actor)),
  linkThread: change()
    .input(LinkThread)
    .mutation(({ ctx, input }) => linkThread(ctx.db, input, ctx.actor)),
  linkConversation: change()
    .input(LinkConversation)
    .mutation(({ ctx, input }) => linkThread(ctx.db, input, ctx.actor)),
  unlinkThread: change()
    .input(LinkThread)
    .mutation(({ ctx, input }) => unlinkThread(ctx.db, input, ctx.actor)),
  linkFile: change()
    .input(LinkFile)
    .mutation(({ ctx, input }) => linkFile(ctx.db, input, ctx.actor)),
  unlinkFile: change()
    .input(LinkFile)
    .mutation(({ ctx, input }) => unlinkFile(ctx.db, input, ctx.actor)),
})
