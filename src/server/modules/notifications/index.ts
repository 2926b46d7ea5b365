export { countUnread, listNotifications, markNotificationsRead } from './list-notifications.ts'
export { notify, type Notice } from './notify.ts'
