import type { QueueRules } from "@tertulia/protocol";
import type { Draft } from "./RulesFields";
import { asSkills, skillsOf } from "./SkillsField";

export const draftOf = (rules: QueueRules | undefined): Draft => ({
  strategy: rules?.strategy ?? "manual",
  capacity: rules?.capacity ?? 0,
  offer_seconds: rules?.offer_seconds ?? 30,
  grace_seconds: rules?.grace_seconds ?? 120,
  overflow_to: rules?.overflow_to ?? "",
  overflow_minutes: rules?.overflow_minutes ?? 0,
  last_agent: rules?.last_agent ?? true,
  tell_position: rules?.tell_position ?? false,
  skills: skillsOf(rules?.skills),
  targets: {
    first_reply: rules?.targets?.first_reply ?? 0,
    next_reply: rules?.targets?.next_reply ?? 0,
    resolution: rules?.targets?.resolution ?? 0,
  },
});

export const rulesOf = (draft: Draft): QueueRules => ({ ...draft, skills: asSkills(draft.skills) });
