import { useQuery } from "@tanstack/react-query";
import type { SurveyList } from "@tertulia/protocol";
import * as api from "../../api/surveys";
import { queries } from "../../live/listFetch";

const KEY = ["surveys"];

export const useSurveys = () => useQuery({ queryKey: KEY, queryFn: api.surveys, staleTime: 10_000 });

export const refetchSurveys = (): Promise<void> => queries.invalidateQueries({ queryKey: KEY });

export const setSurveys = (change: (held: SurveyList) => SurveyList): void =>
  void queries.setQueryData<SurveyList>(KEY, (held) => held && change(held));
