// The verbs of replies over the same tools.
import type { Tools } from '../tools.js';
import { dealWithReply, type ReplyNeighbours } from './deal-with-reply.js';
import { listReplies, mailOfPerson, readReply, showReply } from './look-at-replies.js';
import { matchReply } from './match-reply.js';
import { listSavedAnswers, saveAnswer } from './saved-answers.js';

export const replyUseCases = (tools: Tools, neighbours: ReplyNeighbours) => ({
  listReplies: listReplies(tools),
  showReply: showReply(tools),
  readReply: readReply(tools),
  mailOfPerson: mailOfPerson(tools),
  matchReply: matchReply(tools),
  dealWithReply: dealWithReply(tools, neighbours),
  listSavedAnswers: listSavedAnswers(tools),
  saveAnswer: saveAnswer(tools),
});
